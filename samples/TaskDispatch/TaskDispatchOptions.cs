using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using TaskDispatch.Store;

namespace TaskDispatch;

/// <summary>The settings of the service: section <c>TaskDispatch</c> of the configuration, validated when the host starts.</summary>
public sealed class TaskDispatchOptions
{
    public const string Section = "TaskDispatch";

    /// <summary>The name of the election whose leader dispatches.</summary>
    public const string Election = "dispatcher";

    /// <summary>The name of this member, as in the cluster's configuration. Required.</summary>
    [Required]
    [RegularExpression("^[A-Za-z0-9._-]{1,100}$", ErrorMessage = "{0} must be 1 to 100 letters, digits, '-', '_' or '.'.")]
    public string Member { get; set; } = "";

    /// <summary>Where this member serves HTTP and others reach it, for example <c>http://10.0.0.1:5001</c>. Required.</summary>
    [Required]
    public string Address { get; set; } = "";

    /// <summary>
    /// For development: whoever works on this machine may see and do everything on the dashboard (<c>/failover</c>). Default: false, and
    /// then nobody may, because the sample has no authentication.
    /// </summary>
    public bool OpenOnLoopback { get; set; }

    /// <summary>Where the tasks are.</summary>
    [ValidateObjectMembers]
    public StoreOptions Store { get; set; } = new();

    /// <summary>Where this member writes its record. Default: <c>records</c>.</summary>
    [Required]
    public string RecordDirectory { get; set; } = "records";

    /// <summary>The log file (compact JSON); a new one begins each day. Default: <c>logs/task-dispatch-.clef</c>.</summary>
    [Required]
    public string LogFile { get; set; } = "logs/task-dispatch-.clef";

    /// <summary>How many tasks this member enqueues per second: 0.001 to 1,000, or 0 for none. Default: 5.</summary>
    [Range(0.0, 1000.0)]
    public double TasksPerSecond { get; set; } = 5;

    /// <summary>How many hash rounds a new task takes, 1 to 100 million. Default: 20,000, some 10 ms of work.</summary>
    [Range(1, 100_000_000)]
    public int Rounds { get; set; } = 20_000;

    /// <summary>How many workers run in this process, 0 to 64. Default: 2.</summary>
    [Range(0, 64)]
    public int Workers { get; set; } = 2;

    /// <summary>How long a worker may take for a task before it is given to another; 100 ms to 1 h. Default: 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan AssignmentTime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the dispatcher looks for new and overdue tasks; 10 ms to 10 s. Default: 50 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:00:10")]
    public TimeSpan DispatchInterval { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How long a request for work waits when there is none; 100 ms to 1 min. Default: 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan LongPoll { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long workers and producers wait before they try again; 1 ms to 10 s. Default: 50 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:10")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(50);
}
