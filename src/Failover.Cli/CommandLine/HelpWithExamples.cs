using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Failover.Cli.CommandLine;

/// <summary>The usual help, and examples below it.</summary>
internal sealed class HelpWithExamples(HelpAction usual) : SynchronousCommandLineAction
{
    // Help is asked for beside whatever else is wrong with the line.
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var code = usual.Invoke(parseResult);
        if (parseResult.CommandResult.Command is IHasExamples { Examples: { Count: > 0 } examples })
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var example in examples)
            {
                output.WriteLine($"  failover {example.Line}");
                output.WriteLine($"      {example.Does}");
            }

            output.WriteLine();
        }

        return code;
    }
}
