namespace Comparison.Scripting;

/// <summary>A scenario file can not be used; the message names the file, the place, the key, and what would be right.</summary>
internal sealed class ScenarioException(string message, Exception? inner = null) : Exception(message, inner);
