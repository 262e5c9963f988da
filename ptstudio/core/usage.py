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
    """What a job takes just now, and the energy it has taken since it began.

    `cpu_percent` is the job's share of all cores together, `memory_mb` what its processes hold, `temperature_c` that
    of the processor. `power_w` is what is drawn by the parts that tell, `energy_wh` its sum over time; both are
    None where no part tells, and `is_estimated` says that they follow from the share of the processor's rated power.
    """

    cpu_percent: float
    memory_mb: float
    free_memory_mb: float
    temperature_c: float | None = None
    power_w: float | None = None
    energy_wh: float | None = None
    is_estimated: bool = False
    devices: tuple[DeviceUsage, ...] = ()
