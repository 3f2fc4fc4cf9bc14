using Ostinato.Bench;
using Ostinato.Bench.Recovery;
using Ostinato.Bench.Workloads;

if (!Arguments.TryParse(args, out var arguments, out var error))
{
    Console.Error.WriteLine(error);
    Console.Error.WriteLine(Arguments.Usage);
    return 2;
}

if (arguments.Workload == WorkerProcess.Role)
{
    return await WorkerProcess.RunAsync(arguments);
}

if (arguments.Workload == ClaimerProcess.Role)
{
    return await ClaimerProcess.RunAsync(arguments);
}

var report = new Report(arguments.IsJson, Console.Out);
if (Bars.Names.Contains(arguments.Workload))
{
    return await new Bars(report, arguments).RunAsync();
}

var figure = await Catalogue.Find(arguments).RunAsync(arguments);
report.Add(figure);
return figure.IsVoid ? 1 : 0;
