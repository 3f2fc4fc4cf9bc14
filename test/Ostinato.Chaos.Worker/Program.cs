using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ostinato;
using Ostinato.Chaos.Worker;

// A worker process that the chaos tests start, kill and pause.
var builder = Host.CreateApplicationBuilder(args);
var arguments = WorkerArguments.Of(builder.Configuration);
builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning)
    .AddFilter((provider, _, level) => level >= (provider?.Contains("Console") == true ? LogLevel.Warning : LogLevel.Information));
builder.Services.AddSingleton(new Ledger(arguments.Ledger));
builder.Services.AddSingleton(arguments);
builder.Services.AddOstinato(o => arguments.UseStore(o)
    .AddJobs()
    .CaptureLogs(logs => logs.Kinds["march"] = LogLevel.Information)
    .AddWorker(w => w.Queue("default", 8).Configure(options => ChaosSettings.Apply(options, arguments))));

var host = builder.Build();
await host.StartAsync();
Console.WriteLine("ready");
await host.WaitForShutdownAsync();
