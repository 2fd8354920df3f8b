# Puts the benchmarks' results beside their budgets: ns per operation and allocations.
BEGIN {
	time["EstimateOneKindOfAccelerator"] = 20000;    allocs["EstimateOneKindOfAccelerator"] = 10
	time["EstimateEightKindsOfAccelerator"] = 40000; allocs["EstimateEightKindsOfAccelerator"] = 10
	time["DrawEightKindsOfAccelerator"] = 5000000; allocs["DrawEightKindsOfAccelerator"] = 40
	time["Plan"] = 50e6; allocs["Plan"] = 3000
	time["PlanWithPricesAndDays"] = 50e6; allocs["PlanWithPricesAndDays"] = 3000
	printf "%-36s %12s %8s %10s %10s\n", "benchmark", "ns/op", "allocs", "budget ns", "of budget"
}
/^Benchmark/ {
	name = $1; sub(/^Benchmark/, "", name); sub(/-[0-9]+$/, "", name)
	for (i = 2; i <= NF; i++) { if ($i == "ns/op") ns = $(i-1); if ($i == "allocs/op") a = $(i-1) }
	if (name in time) printf "%-36s %12.0f %8d %10d %9.2f\n", name, ns, a, time[name], ns / time[name]
	else printf "%-36s %12.0f %8d %10s %10s\n", name, ns, a, "-", "-"
}
/^FAIL/ { print; exit 1 }
