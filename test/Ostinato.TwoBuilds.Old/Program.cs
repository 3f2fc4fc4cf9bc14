using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ostinato;
using Ostinato.Chaos.Worker;
using Ostinato.TwoBuilds;

// One sample, built twice: this is the program of both builds, and each has its own payload.
var builder = Host.CreateApplicationBuilder(args);
var arguments = WorkerArguments.Of(builder.Configuration);
var ledger = new Ledger(arguments.Ledger);
builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning)
    .AddProvider(new SetAsideLog(ledger)).AddFilter<SetAsideLog>("Ostinato.Jobs", LogLevel.Debug);
builder.Services.AddSingleton(ledger);
builder.Services.AddOstinato(o => arguments.UseStore(o)
    .AddJobs()
    .AddWorker(w => w.Queue("default", 8).Configure(options => ChaosSettings.Apply(options, arguments))));

var host = builder.Build();
await host.StartAsync();
Console.WriteLine("ready");
await host.WaitForShutdownAsync();
