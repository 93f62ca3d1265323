namespace Failover.Transport;

/// <summary>Two processes did not agree to talk. The message says why, with the numbers or names that differ.</summary>
/// <param name="message">Why, for a log.</param>
/// <param name="code">What to answer, or what was answered; null when the peer does not speak this protocol at all.</param>
internal sealed class HandshakeException(string message, AnswerCode? code = null) : IOException(message)
{
    public AnswerCode? Code { get; } = code;
}
