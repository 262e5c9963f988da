"""What a job takes of the machine, as measured while it runs: small values to show; knows not how they are measured."""

from ptstudio.core.message import Record


class DeviceUsage(Record):
    """What a graphics card does just now; what it does not tell is None. Memory in MB, power in watts."""

    title: str
    used_percent: float | None = None
    memory_mb: float | None = None
    memory_total_mb: float | None = None
    temperature_c: float | None = None
    power_w: float | None = None


class Usage(Record):
    """What a job takes just now, and what it has taken since it began, in all its sessions.

    `cpu_percent` is the job's share of all cores together, `memory_mb` what its processes hold of the machine's
    `memory_total_mb` (0 where that is not told), `temperature_c` that of the processor. `power_w` is what is drawn by
    the parts that tell, `energy_wh` its sum over time; `is_estimated` says that a part of it follows from how busy
    the processor is and what a core typically draws. A processor or card that tells its power tells all that it
    draws, for whatever program.

    `seconds` is how long it was measured, a machine's sleep not counted; `mean_cpu_percent`, `mean_card_percent` (of
    the graphics cards together, None without any) and `peak_memory_mb` are over that time.
    """

    cpu_percent: float
    memory_mb: float
    free_memory_mb: float
    memory_total_mb: float = 0.0
    temperature_c: float | None = None
    power_w: float | None = None
    energy_wh: float | None = None
    is_estimated: bool = False
    devices: tuple[DeviceUsage, ...] = ()
    seconds: float = 0.0
    mean_cpu_percent: float = 0.0
    mean_card_percent: float | None = None
    peak_memory_mb: float = 0.0
