"""How a network is computed: devices, ways, batches, phases, chance."""
