"""What a job takes, as machines of several kinds would tell it."""

from ptstudio.core.usage import DeviceUsage, Usage

LAPTOP = Usage(
    cpu_percent=97.4,
    memory_mb=1230,
    free_memory_mb=6_400,
    memory_total_mb=16_000,
    power_w=7.8,
    energy_wh=0.31,
    is_estimated=True,
    seconds=150,
    mean_cpu_percent=95,
    peak_memory_mb=1410,
)
"""A processor that tells nothing but how busy it is."""

CARD = DeviceUsage(
    title="Example card",
    used_percent=88,
    memory_mb=7_100,
    memory_total_mb=24_000,
    temperature_c=67,
    power_w=280,
)
WORKSTATION = Usage(
    cpu_percent=31.0,
    memory_mb=4_100,
    free_memory_mb=48_000,
    memory_total_mb=64_000,
    temperature_c=58,
    power_w=345.2,
    energy_wh=57.2,
    devices=(CARD,),
    seconds=600,
    mean_cpu_percent=30,
    mean_card_percent=85,
    peak_memory_mb=4_800,
)
"""One that tells everything."""

TWO_CARDS = WORKSTATION.model_copy(
    update={"devices": (CARD, CARD.model_copy(update={"used_percent": 60, "temperature_c": 71})), "energy_wh": 1432.0}
)
