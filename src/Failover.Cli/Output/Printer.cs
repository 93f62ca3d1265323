using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Spectre.Console;

namespace Failover.Cli.Output;

/// <summary>
/// Prints. Every text passes through <see cref="SafeText"/> here, and none is read as markup, so that nothing else has to think of it.
/// </summary>
internal sealed class Printer
{
    /// <summary>Lines are not broken here: a terminal does that itself, and a command line to copy must stay one.</summary>
    private const int Unbroken = 10_000;

    private readonly CliHost _host;
    private readonly IAnsiConsole _out;
    private readonly IAnsiConsole _error;

    public Printer(CliHost host, bool isJson)
    {
        _host = host;
        IsJson = isJson;
        _out = CreateConsole(host.Out, host.IsOutTerminal);
        _error = CreateConsole(host.Error, host.IsErrorTerminal);
    }

    /// <summary>Whether a program reads.</summary>
    public bool IsJson { get; }

    public void Line(params ReadOnlySpan<Piece> pieces) => Write(_out, pieces);

    public void ErrorLine(params ReadOnlySpan<Piece> pieces) => Write(_error, pieces);

    /// <summary>Tells people something beside the answer; programs do not want it.</summary>
    public void Remark(params ReadOnlySpan<Piece> pieces)
    {
        if (!IsJson)
        {
            Write(_error, pieces);
        }
    }

    public void Grid(Grid grid)
    {
        var table = new Table().Border(TableBorder.None);
        foreach (var column in grid.Columns)
        {
            table.AddColumn(new TableColumn(new Text(column, StyleOf(Tone.Quiet))) { Padding = new Padding(0, 0, 2, 0) });
        }

        foreach (var row in grid.Rows)
        {
            table.AddRow(row.Select(piece => new Text(SafeText.Of(piece.Text), StyleOf(piece.Tone))));
        }

        // A table is laid out to fit the screen; what is not read on one is not broken to fit.
        _out.Profile.Width = _host.IsOutTerminal ? _host.Width : Unbroken;
        _out.Write(table);
        _out.Profile.Width = Unbroken;
    }

    /// <summary>One value, over several lines.</summary>
    public void Json<T>(T value, JsonTypeInfo<T> type) => _host.Out.WriteLine(Encode(value, type, indented: true));

    /// <summary>One of many values, on a line of its own.</summary>
    public void JsonLine<T>(T value, JsonTypeInfo<T> type)
    {
        _host.Out.WriteLine(Encode(value, type, indented: false));
        _host.Out.Flush();
    }

    public void ErrorJson<T>(T value, JsonTypeInfo<T> type) => _host.Error.WriteLine(Encode(value, type, indented: true));

    private static string Encode<T>(T value, JsonTypeInfo<T> type, bool indented)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = indented }))
        {
            JsonSerializer.Serialize(writer, value, type);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(IAnsiConsole console, ReadOnlySpan<Piece> pieces)
    {
        var line = new Paragraph();
        foreach (var piece in pieces)
        {
            line.Append(SafeText.Of(piece.Text), StyleOf(piece.Tone));
        }

        console.Write(line);
        console.WriteLine();
    }

    private IAnsiConsole CreateConsole(TextWriter writer, bool isTerminal)
    {
        var coloured = isTerminal && string.IsNullOrEmpty(_host.Variable("NO_COLOR")) && _host.Variable("TERM") != "dumb";
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = coloured ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = coloured ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });

        console.Profile.Width = Unbroken;
        return console;
    }

    private static Style StyleOf(Tone tone) => tone switch
    {
        Tone.Strong => new Style(decoration: Decoration.Bold),
        Tone.Quiet => new Style(Color.Grey),
        Tone.Good => new Style(Color.Green),
        Tone.Warning => new Style(Color.Yellow),
        Tone.Bad => new Style(Color.Red, decoration: Decoration.Bold),
        _ => Style.Plain,
    };
}
