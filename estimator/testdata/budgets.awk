# Puts the benchmarks' results beside their budgets: ns per operation and allocations, then what else they measure.
BEGIN {
	time["EstimateOneKindOfAccelerator"] = 20000;    allocs["EstimateOneKindOfAccelerator"] = 10
	time["EstimateEightKindsOfAccelerator"] = 40000; allocs["EstimateEightKindsOfAccelerator"] = 10
	time["DrawEightKindsOfAccelerator"] = 5000000; allocs["DrawEightKindsOfAccelerator"] = 40
	time["Plan"] = 50e6; allocs["Plan"] = 3000
	time["PlanWithPricesAndDays"] = 50e6; allocs["PlanWithPricesAndDays"] = 3000
	time["Scrape"] = 5e6; limit["Scrape series"] = 300 # at most 30 series for each GPU
	limit["OwnCost/Viewers=0 %-core"] = 0.1; limit["OwnCost/Viewers=0 MiB"] = 30 # eight GPUs at one sample a second
	limit["OwnCost/Viewers=1 %-core"] = 0.3; limit["OwnCost/Viewers=1 MiB"] = 30
	limit["History MiB"] = 3 # what the stream keeps of an hour of eight GPUs
	limit["Crowd ms-p99"] = 100 # from a tick to 200 viewers: one interval
	# Live with eight GPUs at 10 Hz for an hour: 55 frames a second, 50 at a quarter of the speed.
	limit["LiveHour ms-frame"] = 18.2; limit["LiveHour/Quarter ms-frame"] = 20
	limit["LivePaint ms-p95"] = 250; limit["LiveTenMinutes MB-growth"] = 2
	# The page over slow 4G on a processor at a quarter of its speed, then once more from its cache; a what-if, from a key to
	# the painted answer; the engine's memory after 20,000 of them.
	limit["PageSlow ms-fcp"] = 1200; limit["PageSlow ms-lcp"] = 1500; limit["PageSlow ms-engine"] = 4000; limit["PageAgain ms-engine"] = 250
	limit["WhatIf/Full ms-p50"] = 16; limit["WhatIf/Full ms-p95"] = 50; limit["WhatIf/Quarter ms-p50"] = 16; limit["WhatIf/Quarter ms-p95"] = 50
	limit["EngineMemory MB"] = 16; limit["EngineMemory MB-growth"] = 1
	printf "%-36s %12s %8s %10s %10s\n", "benchmark", "ns/op", "allocs", "budget ns", "of budget"
}
/^Benchmark/ {
	name = $1; sub(/^Benchmark/, "", name); sub(/-[0-9]+$/, "", name)
	ns = a = 0
	for (i = 4; i <= NF; i += 2) {
		if ($i == "ns/op") ns = $(i-1)
		else if ($i == "allocs/op") a = $(i-1)
		else if ($i != "B/op") {
			more = name " " $i
			if (more in limit) others = others sprintf("%-36s %12s %10s %10.2f\n", more, $(i-1), limit[more], $(i-1) / limit[more])
			else others = others sprintf("%-36s %12s %10s %10s\n", more, $(i-1), "-", "-")
		}
	}
	if (ns == 0) next
	if (name in time) printf "%-36s %12.0f %8d %10d %9.2f\n", name, ns, a, time[name], ns / time[name]
	else printf "%-36s %12.0f %8d %10s %10s\n", name, ns, a, "-", "-"
}
/^(FAIL|--- FAIL)/ { print; failed = 1 }
END {
	if (others) printf "\n%-36s %12s %10s %10s\n%s", "other measures", "value", "budget", "of budget", others
	exit failed
}
