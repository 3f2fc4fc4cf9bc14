using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ostinato;
using Ostinato.Chaos.Worker;

// A worker process that the chaos tests start, kill and pause: Ostinato.Chaos.Worker <database> <ledger> <poison after>
var builder = Host.CreateApplicationBuilder();
builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning);
builder.Services.AddSingleton(new Ledger(args[1]));
builder.Services.AddSingleton(new ReceiptDatabase(args[0]));
builder.Services.AddOstinato(o => o
    .UseSqlite($"Data Source={args[0]}")
    .AddJobs()
    .AddWorker(w => w.Queue("default", 8).Configure(options => ChaosSettings.Apply(options, int.Parse(args[2], CultureInfo.InvariantCulture)))));

var host = builder.Build();
await host.StartAsync();
Console.WriteLine("ready");
await host.WaitForShutdownAsync();
