using System.IO.Pipelines;

namespace Failover.Transport;

/// <summary>Shows its user the bytes of a stream only after the port's answer has been taken off and found good.</summary>
/// <param name="stream">The stream, from its first byte. One reader at a time, as with every pipe.</param>
/// <param name="takeAnswer">Takes the answer off the stream, and throws if it is a refusal.</param>
internal sealed class AnswerFirstReader(PipeReader stream, Func<CancellationToken, ValueTask> takeAnswer) : PipeReader
{
    private bool _answered;

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        await TakeAnswerOnceAsync(cancellationToken);
        return await stream.ReadAsync(cancellationToken);
    }

    /// <summary>False before the answer: whoever tries then reads asynchronously.</summary>
    public override bool TryRead(out ReadResult result)
    {
        result = default;
        return _answered && stream.TryRead(out result);
    }

    public override void AdvanceTo(SequencePosition consumed) => stream.AdvanceTo(consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => stream.AdvanceTo(consumed, examined);

    public override void CancelPendingRead() => stream.CancelPendingRead();

    public override void Complete(Exception? exception = null) => stream.Complete(exception);

    protected override async ValueTask<ReadResult> ReadAtLeastAsyncCore(int minimumSize, CancellationToken cancellationToken)
    {
        await TakeAnswerOnceAsync(cancellationToken);
        return await stream.ReadAtLeastAsync(minimumSize, cancellationToken);
    }

    private async ValueTask TakeAnswerOnceAsync(CancellationToken cancellationToken)
    {
        if (!_answered)
        {
            await takeAnswer(cancellationToken);
            _answered = true;
        }
    }
}
