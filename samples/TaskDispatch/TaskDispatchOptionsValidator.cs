using Microsoft.Extensions.Options;

namespace TaskDispatch;

/// <summary>Checks each setting by its attributes; the code is generated.</summary>
[OptionsValidator]
internal sealed partial class TaskDispatchOptionsValidator : IValidateOptions<TaskDispatchOptions>;
