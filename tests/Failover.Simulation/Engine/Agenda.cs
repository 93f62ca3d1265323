namespace Failover.Simulation.Engine;

/// <summary>What will happen, in order of true time; what falls on the same instant happens in the order in which it was planned.</summary>
internal sealed class Agenda
{
    private readonly PriorityQueue<Action, Moment> _queue = new();
    private long _sequence;

    /// <summary>The true time, in microseconds.</summary>
    public long Now { get; private set; }

    /// <summary>How many things have happened.</summary>
    public long Steps { get; private set; }

    public void At(long time, Action action) => _queue.Enqueue(action, new Moment(Math.Max(time, Now), ++_sequence));

    public void After(long delay, Action action) => At(Now + delay, action);

    /// <summary>Lets happen whatever is due up to that time.</summary>
    public void RunUntil(long time)
    {
        while (_queue.TryPeek(out var action, out var moment) && moment.Time <= time)
        {
            _queue.Dequeue();
            Now = moment.Time;
            Steps++;
            action();
        }

        Now = time;
    }

    private readonly record struct Moment(long Time, long Sequence) : IComparable<Moment>
    {
        public int CompareTo(Moment other)
        {
            var order = Time.CompareTo(other.Time);
            return order != 0 ? order : Sequence.CompareTo(other.Sequence);
        }
    }
}
