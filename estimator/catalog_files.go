package estimator

import "sync"

// A catalogFile is one file of the catalogs.
type catalogFile struct {
	name   string
	header string
	key    []int // columns by which the rows are sorted, each combination once
	parse  func(*Catalog, *table)
	now    bool // parsed by Load and LoadPack; the others when they are first asked for
}

// The catalog's files, in the order in which they are parsed: those that others point to come first.
const (
	sourcesFile = iota
	acceleratorsFile
	aliasesFile
	placesFile
	emberFile
	electricityMapsFile
	openGridsFile
	openRivalsFile
	cloudsFile
	puesFile
	equivalencesFile
	cpusFile
	fuelsFile
	mixesFile
	marginalsFile
	hoursSharedFile
	hoursOpenFile
	hoursFile
	watersFile
	wuesFile
	pricesFile
	priceHoursFile
	devicePricesFile
	instancesFile
	socialCostsFile
	extendedFile
	conflictsFile
	embodiedFile
	modelsFile
	workloadsFile
	sitesFile
	mfusFile
	rivalGridsFile
	publishedFile
	factsFile
	catalogFileCount
)

const (
	gridsHeader   = "code,g_per_kwh,year,scope,basis,source,preferred"
	hoursHeader   = "zone,hour_utc,g_per_kwh,p10_g_per_kwh,p90_g_per_kwh,direct_g_per_kwh,year,basis,source"
	presetsHeader = "id,label,low,mid,high,source,note"
)

var catalogFiles = [catalogFileCount]catalogFile{
	sourcesFile: {name: "sources.csv", header: "id,title,publisher,url,licence,year,as_of", key: []int{0}, parse: loadSources, now: true},
	acceleratorsFile: {name: "accelerators.csv", key: []int{0}, parse: loadAccelerators, now: true,
		header: "id,name,vendor,kind,tdp_w,tdp_basis,idle_w,avg_w,fp32_tflops,tf32_tflops,fp16_dense_tflops,fp8_dense_tflops," +
			"memory_gb,memory_type,release_year,process_nm,die_mm2,source,idle_source,avg_source,confirmed_by,note"},
	aliasesFile:         {name: "accelerator_aliases.csv", header: "alias,id,source,note,others", key: []int{0}, parse: loadAliases, now: true},
	placesFile:          {name: "places.csv", header: "code,name,level,parent,proxy,source", key: []int{0}, parse: loadPlaces, now: true},
	emberFile:           {name: "grids_ember.csv", header: gridsHeader, key: []int{0, 3, 2, 5}, parse: parseGrids, now: true},
	electricityMapsFile: {name: "grids_electricitymaps.csv", header: gridsHeader, key: []int{0, 3, 2, 5}, parse: parseGrids, now: true},
	openGridsFile:       {name: "grids_open.csv", header: gridsHeader, key: []int{0, 3, 2, 5}, parse: parseGrids, now: true},
	openRivalsFile:      {name: "grids_open.csv", header: gridsHeader, parse: parseOpenRivals},
	cloudsFile: {name: "cloud_regions.csv", key: []int{0}, parse: loadClouds, now: true,
		header: "id,name,city,country,lat,lon,zone,pue,wue_l_per_kwh,cfe_ratio,provider_g_per_kwh,source,zone_source,pue_source,wue_source,cfe_source,provider_source"},
	puesFile:         {name: "pue.csv", header: "provider,scope,pue,year,source", key: []int{0, 1, 3}, parse: loadPUEs, now: true},
	equivalencesFile: {name: "equivalences.csv", header: "id,label,kgco2e,kwh,unit,year,source", key: []int{0}, parse: loadEquivalences, now: true},
	cpusFile:         {name: "cpus.csv", header: "name,vendor,tdp_w,tdp_min_w,tdp_max_w,cores,release_year,source", key: []int{0}, parse: parseCPUs},
	fuelsFile: {name: "fuels.csv", key: []int{0}, parse: parseFuels,
		header: "id,label,low_g_per_kwh,mid_g_per_kwh,high_g_per_kwh,year,source,water_l_per_kwh,water_source"},
	mixesFile: {name: "grid_mixes.csv", key: []int{0}, parse: parseMixes,
		header: "code,year,coal_pct,gas_pct,oil_pct,nuclear_pct,hydro_pct,wind_pct,solar_pct,bioenergy_pct,other_renewables_pct,source"},
	marginalsFile:   {name: "grids_marginal.csv", header: "code,operating_g_per_kwh,combined_g_per_kwh,year,source", key: []int{0}, parse: parseMarginals},
	hoursSharedFile: {name: "hours_electricitymaps.csv", header: hoursHeader, key: []int{0, 1}, parse: func(c *Catalog, t *table) { c.hoursShared = parseHours(c, t) }},
	hoursOpenFile:   {name: "hours_open.csv", header: hoursHeader, key: []int{0, 1}, parse: func(c *Catalog, t *table) { c.hoursOpen = parseHours(c, t) }},
	hoursFile:       {name: "hours_zones.csv", header: "zone,time_zone,utc_offset_h,source", key: []int{0}, parse: parseHourZones},
	watersFile:      {name: "mixes_ecologits.csv", header: "code,l_per_kwh,primary_mj_per_kwh,minerals_kgsb_per_kwh,year,source", key: []int{0}, parse: parseWater},
	wuesFile:        {name: "wue.csv", header: "provider,scope,wue_l_per_kwh,year,source", key: []int{0, 1, 3}, parse: parseWUEs},
	pricesFile:      {name: "electricity_prices.csv", header: "code,usd_per_kwh,year,kind,source,original", key: []int{0}, parse: parseElectricityPrices},
	priceHoursFile: {name: "electricity_price_hours.csv", key: []int{0}, parse: parsePriceHours,
		header: "zone,year,utc_offset_h,usd_per_kwh_00,usd_per_kwh_01,usd_per_kwh_02,usd_per_kwh_03,usd_per_kwh_04,usd_per_kwh_05,usd_per_kwh_06," +
			"usd_per_kwh_07,usd_per_kwh_08,usd_per_kwh_09,usd_per_kwh_10,usd_per_kwh_11,usd_per_kwh_12,usd_per_kwh_13,usd_per_kwh_14,usd_per_kwh_15," +
			"usd_per_kwh_16,usd_per_kwh_17,usd_per_kwh_18,usd_per_kwh_19,usd_per_kwh_20,usd_per_kwh_21,usd_per_kwh_22,usd_per_kwh_23,source"},
	devicePricesFile: {name: "device_prices.csv", header: "accelerator,provider,commitment,usd_per_hour,date,source", key: []int{0, 1, 2}, parse: parseDevicePrices},
	instancesFile: {name: "cloud_instances.csv", key: []int{0}, parse: parseInstances,
		header: "id,accelerator,count,boards_per_count,vcpus,ram_gib,usd_per_hour,source,price_source"},
	socialCostsFile: {name: "social_costs.csv", key: []int{0, 1}, parse: parseSocialCosts,
		header: "code,estimate,low,central,high,discounting,dollar_year,emission_year,source"},
	extendedFile: {name: "accelerators_extended.csv", key: []int{0}, parse: parseExtended,
		header: "id,name,vendor,kind,tdp_w,fp32_tflops,release_year,process_nm,die_mm2,source"},
	conflictsFile:  {name: "conflicts.csv", header: "table,id,field,chosen,other,other_source,reason", key: []int{0, 1, 2, 5}, parse: parseConflicts},
	embodiedFile:   {name: "embodied.csv", header: "accelerator,scope,kgco2e,method,source,preferred,note", key: []int{0, 1, 4}, parse: parseEmbodied},
	modelsFile:     {name: "models_ecologits.csv", header: "id,params_billion,active_billion,multimodal,source", key: []int{0}, parse: parseModels},
	workloadsFile:  {name: "workloads.csv", header: presetsHeader, key: []int{0}, parse: parseWorkloads},
	sitesFile:      {name: "sites.csv", header: presetsHeader, key: []int{0}, parse: parseSites},
	mfusFile:       {name: "mfu.csv", header: "id,basis,model,mfu,counts,precision,accelerator,year,source,note", key: []int{0, 1}, parse: parseMFUs},
	rivalGridsFile: {name: "rival_grids.csv", header: "code,source,g_per_kwh", key: []int{0, 1}, parse: parseRivalGrids},
	publishedFile: {name: "published.csv", key: []int{0, 1}, parse: parsePublished,
		header: "id,output,title,publication,source,class,expect,query,quantity,reported,recomputed,tolerance,unit,note"},
	factsFile: {name: "facts.csv", header: "id,value,unit,year,scope,source", key: []int{0}, parse: parseFacts},
}

// A lazyFile is a file of a Catalog that is parsed when it is first asked for: most answers need few of the tables, and
// the page must be ready at once. Load parses all of them and returns their faults; of a Catalog that Load returned, and
// of Default, none has one.
type lazyFile struct {
	*catalogFile
	text  func() (string, error) // read and kept on the first call
	table *table                 // that read it; nil before
	once  sync.Once
	err   error
}

// need parses a file on the first call, and returns what is wrong with it.
func (c *Catalog) need(file int) error {
	l := &c.files[file]
	l.once.Do(func() {
		if l.catalogFile == nil {
			return
		}
		text, err := l.text()
		if err != nil {
			l.err = err
			return
		}
		l.table = newTable(l.name, text, l.header)
		l.table.key = l.key
		l.parse(c, l.table)
		l.err = l.table.err
	})
	return l.err
}

// Load parses catalogs from files that read returns by name ("places.csv"). It is strict: an unknown header, a bad
// number, a row out of order, or an id that leads nowhere is a *DataError with file, line, column and value. Errors of
// read are returned as they are.
func Load(read func(name string) (string, error)) (*Catalog, error) {
	c, err := loadFiles(read)
	if err != nil {
		return nil, err
	}
	for i := range c.files {
		if err := c.need(i); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// loadFiles is Load without reading the lazy files.
func loadFiles(read func(name string) (string, error)) (*Catalog, error) {
	c := &Catalog{}
	for i := range catalogFiles {
		l := &c.files[i]
		l.catalogFile = &catalogFiles[i]
		l.text = sync.OnceValues(func() (string, error) { return read(l.name) })
		if !l.now {
			continue
		}
		if err := c.need(i); err != nil {
			return nil, err
		}
	}
	c.settleGrids()
	return c, nil
}
