package estimator

import (
	"errors"
	"maps"
	"strings"
	"testing"
)

// miniFiles is a small catalog that Load accepts, with at least two rows in every file.
var miniFiles = map[string]string{
	"sources.csv": `id,title,publisher,url,licence,year,as_of
list,"A list, of parts",Someone,https://example.org/list,MIT,2024,2026-01-31
maker,Data sheets,A maker,https://example.org/maker,cited figures,,2026-11-23
`,
	"accelerators.csv": `id,name,vendor,kind,tdp_w,tdp_basis,idle_w,avg_w,fp32_tflops,tf32_tflops,fp16_dense_tflops,fp8_dense_tflops,memory_gb,memory_type,release_year,process_nm,die_mm2,source,idle_source,avg_source,confirmed_by,note
a-1,NVIDIA A 1,NVIDIA,gpu,400,maker,46,,19.5,156,312,,80,HBM2e,2020,7,826,maker,list,,list,
b-2,Google B 2,Google,tpu,,,,,,,,,,,,,,maker,,,,no power published
`,
	"accelerator_aliases.csv": `alias,id,source,note,others
A,a-1,list,ambiguous,b-2
B,b-2,list,,
`,
	"cpus.csv": `name,vendor,tdp_w,tdp_min_w,tdp_max_w,cores,release_year,source
AMD EPYC 7763,AMD,280,225,,64,2021,list maker
Intel Xeon Gold 6148,Intel,150,,,20,2017,list
`,
	"places.csv": `code,name,level,parent,proxy,source
AD,Andorra,country,,ES,list
ES,Spain,country,,,list
ES-CE,Ceuta,grid-zone,ES,,list
`,
	"grids_ember.csv": `code,g_per_kwh,year,scope,basis,source,preferred
ES,146,2022,lifecycle,generation,list,
ES,150,2024,lifecycle,generation,list,1
`,
	"grids_electricitymaps.csv": `code,g_per_kwh,year,scope,basis,source,preferred
ES,90,2024,direct,consumption,list,1
ES,300,2021,lifecycle,consumption,list,
ES,120,2023,lifecycle,consumption,list,
ES,110,2025,lifecycle,consumption,list,
`,
	"grids_open.csv": `code,g_per_kwh,year,scope,basis,source,preferred
ES-CE,600,,lifecycle,,list,1
ES-CE,580,2024,lifecycle,,list,
`,
	"cloud_regions.csv": `id,name,city,country,lat,lon,zone,pue,wue_l_per_kwh,cfe_ratio,provider_g_per_kwh,source,zone_source,pue_source,wue_source,cfe_source,provider_source
aws:eu-south-2,Europe (Spain),,ES,40.4,-3.7,ES,1.1,0,,,maker,list,list,list,,
gcp:europe-southwest1,Madrid,Madrid,ES,,,ES,,,0.8,88,maker,list,,,list,maker
`,
	"pue.csv": `provider,scope,pue,year,source
aws,,1.15,2024,list
world,,1.56,2024,list
`,
	"accelerators_extended.csv": `id,name,vendor,kind,tdp_w,fp32_tflops,release_year,process_nm,die_mm2,source
a-1-laptop-gpu,NVIDIA A 1 Laptop GPU,NVIDIA,gpu,80,6.1,2021,8,276,list
c-3,C 3,Someone,asic,25,,2015,,,list
`,
	"conflicts.csv": `table,id,field,chosen,other,other_source,reason
accelerators,a-1,fp16_dense_tflops,312,78,list,the vector unit's rate
accelerators,a-1,tdp_w,400,,list,a share-alike list says less
accelerators,b-2,memory_gb,,16,list,a board of four
cloud_regions,aws:,zone,,,maker,the list names other zones
`,
	"embodied.csv": `accelerator,scope,kgco2e,method,source,preferred,note
a-1,card,600,component model,list,,
a-1,card,150,maker,maker,1,
a-1,die,14,formula,list,,
a-1,share of a server,900,server model,list,,with the server
`,
	"workloads.csv": `id,label,low,mid,high,source,note
idle,waiting,0.1,0.12,0.15,list,two cards
llm,a language model,0.5,0.7,0.9,maker list,two runs
`,
	"sites.csv": `id,label,low,mid,high,source,note
cloud,a large cloud,1.07,1.1,1.2,list,best to worst
home,at home,1,1,1,list,no building
`,
	"equivalences.csv": `id,label,kgco2e,kwh,unit,year,source
car-km,driving a car,0.175,,km,2019,list
train-km,travelling by train,,0.08,passenger-km,2020,list
`,
	"fuels.csv": `id,label,low_g_per_kwh,mid_g_per_kwh,high_g_per_kwh,year,source,water_l_per_kwh,water_source
oil,oil,,650,,2014,list,,
wind,wind,7,11,56,2014,list,0,maker
`,
	"grid_mixes.csv": `code,year,coal_pct,gas_pct,oil_pct,nuclear_pct,hydro_pct,wind_pct,solar_pct,bioenergy_pct,other_renewables_pct,source
ES,2025,2,18,3,20,12,24,19,2,,list
ES-CE,2020,0,0,99.8,0,0,0,0,0,0,list
`,
	"grids_marginal.csv": `code,operating_g_per_kwh,combined_g_per_kwh,year,source
AD,188,70,2021,list
ES,402,0,2021,list
`,
	"hours_electricitymaps.csv": miniHours("ES", ",2023,consumption,list"),
	"hours_open.csv":            miniHours("ES-CE", "80,2021,generation,maker"),
	"hours_zones.csv": `zone,time_zone,utc_offset_h,source
ES,Europe/Madrid,1,list
ES-CE,Africa/Ceuta,1,list
`,
	"mixes_ecologits.csv": `code,l_per_kwh,primary_mj_per_kwh,minerals_kgsb_per_kwh,year,source
AD,0,,,,list
ES,6.2,9.5,0.00000008,2020,list
`,
	"models_ecologits.csv": `id,params_billion,active_billion,multimodal,source
lab/expert,8,2,,list
lab/plain,7.5,7.5,1,list
`,
	"wue.csv": `provider,scope,wue_l_per_kwh,year,source
aws,,0.13,,list
gcp,,0.99,2025,maker
`,
	"electricity_prices.csv": `code,usd_per_kwh,year,kind,source,original
ES,0.11,,industrial,list,
ES-CE,0.2,2024,tariff,list,"a utility"
`,
	"electricity_price_hours.csv": `zone,year,utc_offset_h,usd_per_kwh_00,usd_per_kwh_01,usd_per_kwh_02,usd_per_kwh_03,usd_per_kwh_04,usd_per_kwh_05,usd_per_kwh_06,usd_per_kwh_07,usd_per_kwh_08,usd_per_kwh_09,usd_per_kwh_10,usd_per_kwh_11,usd_per_kwh_12,usd_per_kwh_13,usd_per_kwh_14,usd_per_kwh_15,usd_per_kwh_16,usd_per_kwh_17,usd_per_kwh_18,usd_per_kwh_19,usd_per_kwh_20,usd_per_kwh_21,usd_per_kwh_22,usd_per_kwh_23,source
ES,2024,1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,list
ES-CE,2024,1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.3,0.3,0.3,0.3,0.3,0.3,0.3,0.3,0.3,0.3,0.3,0.3,list
`,
	"device_prices.csv": `accelerator,provider,commitment,usd_per_hour,date,source
a-1,aws,3y,1,2026-01-01,list
a-1,aws,on-demand,4,2026,list
a-1,gcp,on-demand,2,2025-03-03,maker
a-1,old,on-demand,9,2024-12-31,list
b-2,aws,on-demand,1,,list
`,
	"cloud_instances.csv": `id,accelerator,count,boards_per_count,vcpus,ram_gib,usd_per_hour,source,price_source
aws:x1.Large,a-1,8,1,96,1152,32,maker,list
gcp:b-2,b-2,1,0.5,,,,maker,
`,
	"social_costs.csv": `code,estimate,low,central,high,discounting,dollar_year,emission_year,source
AD,other,,5,,3 %,2020,2020,list
AD,ricke-2018,-3,-1,2,3 %,2005,2020,list
ES,ricke-2018,-3,1,2,3 %,2005,2020,list
`,
	"mfu.csv": `id,basis,model,mfu,counts,precision,accelerator,year,source,note
big-1,steady,Big 1,0.45,model,bf16,a-1,2022,list,
big-1,whole-run,Big 1,0.30,model,bf16,a-1,2022,list,40 hours
`,
	"facts.csv": "id,value,unit,year,scope,source\npaper-share,90,%,2019,of the papers,maker\n",
	"published.csv": `id,output,title,publication,source,class,expect,query,quantity,reported,recomputed,tolerance,unit,note
job,carbon,A job,Someone 2024,list,identity,reported,kwh=10&ci=500,total_kgco2e,5,,0.01,kgCO2e,
job,energy,A job,Someone 2024,list,inconsistent,recomputed,kwh=10&pue=1,energy_kwh,11,10,0.01,kWh,two prints
other,carbon,Another,Someone 2025,maker,context,n/a,,,,,,kgCO2e,no inputs
`,
	"rival_grids.csv": `code,source,g_per_kwh
ES,list,160
aws:eu-south-2,maker,170
`,
}

// miniHours is a file of one zone, whose hours from 12 to 23 are twice as dirty as those before.
func miniHours(zone, rest string) string {
	text := "zone,hour_utc,g_per_kwh,p10_g_per_kwh,p90_g_per_kwh,direct_g_per_kwh,year,basis,source\n"
	for hour := range 24 {
		figures := ",100,50,150,"
		if hour >= 12 {
			figures = ",200,150,300,"
		}
		text += zone + "," + string(rune('0'+hour/10)) + string(rune('0'+hour%10)) + figures + rest + "\n"
	}
	return text
}

func reader(files map[string]string) func(string) (string, error) {
	return func(name string) (string, error) {
		text, ok := files[name]
		if !ok {
			return "", errors.New("no file " + name)
		}
		return text, nil
	}
}

func TestLoad(t *testing.T) {
	c, err := Load(reader(miniFiles))
	if err != nil {
		t.Fatal(err)
	}
	spain, _ := c.Place("es")
	if got, want := *spain.Lifecycle, (Intensity{Value: 150, Low: 110, High: 150, Year: 2024, Basis: "generation", Source: &c.sources[0]}); got != want {
		t.Errorf("life cycle of ES: got %+v, want %+v: years before 2022 do not count", got, want)
	}
	if d := spain.Direct; d == nil || d.Value != 90 || d.Low != 90 || d.High != 90 || !d.Direct {
		t.Errorf("direct of ES: got %+v, want 90 g/kWh alone", d)
	}
	if andorra, _ := c.Place("AD"); andorra.Lifecycle != spain.Lifecycle || andorra.Direct != spain.Direct {
		t.Error("AD does not have the figures of its proxy ES")
	}
	if ceuta, _ := c.Place("ES-CE"); ceuta.Lifecycle.High != 600 || ceuta.Lifecycle.Low != 600 || ceuta.Direct != nil {
		t.Errorf("ES-CE: got %+v, want an undated figure without a range, and no direct one", ceuta.Lifecycle)
	}
	a, _ := c.Accelerator("a-1")
	if a.Rated != 400 || !a.HasRated() || a.Idle != 46 || a.Average != 0 || a.AverageSource != nil {
		t.Errorf("a-1: got %+v", a)
	}
	if b, _ := c.Accelerator("B"); b.ID != "b-2" || b.HasRated() {
		t.Errorf("alias B: got %+v, want b-2 without a rated power", b)
	}
	p, _ := c.CPU("AMD EPYC 7763 64-Core Processor")
	if p.Rated != 280 || p.RatedMin != 225 || p.RatedMax != 280 || p.Source.ID != "list" || p.Sources != "list maker" {
		t.Errorf("EPYC 7763: got %+v", p)
	}
	r, _ := c.CloudRegion("AWS:EU-South-2")
	if r.Provider != "aws" || r.Region != "eu-south-2" || !r.Located || r.PUE != 1.1 || r.WUE != 0 || r.WUESource == nil || r.CFESource != nil {
		t.Errorf("aws:eu-south-2: got %+v", r)
	}
	if g, _ := c.CloudRegion("gcp:europe-southwest1"); g.Located || g.PUESource != nil || g.CFE != 0.8 || g.Provided != 88 {
		t.Errorf("gcp:europe-southwest1: got %+v", g)
	}
}

func TestLoadPassesOnReadErrors(t *testing.T) {
	missing := maps.Clone(miniFiles)
	delete(missing, "pue.csv")
	if _, err := Load(reader(missing)); err == nil || err.Error() != "no file pue.csv" {
		t.Errorf("error %v, want that of the reader", err)
	}
}

func TestLoadRefuses(t *testing.T) {
	tests := []struct{ name, file, old, new, want string }{
		{"header", "pue.csv", "scope", "where", `catalog: pue.csv:1: "where": unknown column, expected provider,scope,pue,year,source`},
		{"address", "sources.csv", "https://example.org/list", "example.org", `catalog: sources.csv:2: url: "example.org": not an https address`},
		{"date", "sources.csv", "2026-01-31", "2026-13-01", `catalog: sources.csv:2: as_of: "2026-13-01": not a date, YYYY-MM-DD`},
		{"date missing", "sources.csv", "2026-01-31", "", `catalog: sources.csv:2: as_of: "": the cell is empty`},
		{"source twice", "sources.csv", "\nmaker", "\nlist", `catalog: sources.csv:3: id: "list": the row before has the same key`},
		{"power", "accelerators.csv", "400", "4OO", `catalog: accelerators.csv:2: tdp_w: "4OO": not a number`},
		{"power below range", "accelerators.csv", "400", "-1", `catalog: accelerators.csv:2: tdp_w: "-1": not from 1 to 50000`},
		{"power without basis", "accelerators.csv", "400,maker", "400,", `catalog: accelerators.csv:2: tdp_basis: "": tdp_w and its basis come together`},
		{"kind", "accelerators.csv", "tpu", "npu", `catalog: accelerators.csv:3: kind: "npu": not one of gpu, tpu, asic, soc`},
		{"source of accelerator", "accelerators.csv", "826,maker", "826,nobody", `catalog: accelerators.csv:2: source: "nobody": no such id in sources.csv`},
		{"idle without source", "accelerators.csv", "maker,list,", "maker,,", `catalog: accelerators.csv:2: idle_source: "": no such id in sources.csv`},
		{"idle source without figure", "accelerators.csv", ",46,", ",,", `catalog: accelerators.csv:2: idle_source: "list": a source without a figure`},
		{"confirmed by nobody", "accelerators.csv", ",list,\n", ",list nobody,\n", `catalog: accelerators.csv:2: confirmed_by: "nobody": no such id in sources.csv`},
		{"two of one name", "accelerators.csv", "Google B 2", "NVIDIA A-1", `catalog: accelerators.csv:3: name: "NVIDIA A-1": another accelerator is found under this name`},
		{"accelerators unsorted", "accelerators.csv", "\nb-2", "\nZ-2", `catalog: accelerators.csv:3: id: "Z-2": the rows are not sorted`},
		{"alias to nothing", "accelerator_aliases.csv", "A,a-1", "A,a-9", `catalog: accelerator_aliases.csv:2: id: "a-9": no such id in accelerators.csv`},
		{"alias not needed", "accelerator_aliases.csv", "A,a-1", "A-1,a-1", `catalog: accelerator_aliases.csv:2: alias: "A-1": found without this row`},
		{"alias of another", "accelerator_aliases.csv", "A,a-1", "A 1,b-2", `catalog: accelerator_aliases.csv:2: alias: "A 1": another accelerator is found under this name`},
		{"processor's least above its power", "cpus.csv", "225", "300", `catalog: cpus.csv:2: tdp_min_w: "300": not from 0.1 to 280`},
		{"processor's source", "cpus.csv", "list maker", "list nobody", `catalog: cpus.csv:2: source: "nobody": no such id in sources.csv`},
		{"processor known already", "cpus.csv", "Intel Xeon Gold 6148,Intel", "EPYC 7763 Processor,AMD", `catalog: cpus.csv:3: name: "EPYC 7763 Processor": another processor is found under this name`},
		{"parent", "places.csv", "grid-zone,ES", "grid-zone,PT", `catalog: places.csv:4: parent: "PT": no such code in places.csv`},
		{"proxy", "places.csv", ",ES,list", ",FR,list", `catalog: places.csv:2: proxy: "FR": no such code in places.csv, or a proxy itself`},
		{"proxy of a proxy", "places.csv", "Spain,country,,", "Spain,country,,AD", `catalog: places.csv:2: proxy: "ES": no such code in places.csv, or a proxy itself`},
		{"code in lower case", "places.csv", "\nES-CE", "\nes-ce", `catalog: places.csv:4: code: "es-ce": not upper case`},
		{"grid of no place", "grids_ember.csv", "ES,146", "FR,146", `catalog: grids_ember.csv:2: code: "FR": no such code in places.csv`},
		{"scope", "grids_ember.csv", "2022,lifecycle", "2022,mixed", `catalog: grids_ember.csv:2: scope: "mixed": not one of lifecycle, direct`},
		{"two preferred", "grids_electricitymaps.csv", "2025,lifecycle,consumption,list,", "2025,lifecycle,consumption,list,1", `catalog: grids_electricitymaps.csv:5: preferred: "ES": another row is preferred for this code and scope`},
		{"figure twice", "grids_electricitymaps.csv", "120,2023", "120,2021", `catalog: grids_electricitymaps.csv:4: code: "ES,lifecycle,2021,list": the row before has the same key`},
		{"negative grid", "grids_open.csv", "600", "-600", `catalog: grids_open.csv:2: g_per_kwh: "-600": not from 0 to 2500`},
		{"zone", "cloud_regions.csv", "-3.7,ES", "-3.7,XX", `catalog: cloud_regions.csv:2: zone: "XX": no such code in places.csv`},
		{"region without provider", "cloud_regions.csv", "aws:eu", "eu", `catalog: cloud_regions.csv:2: id: "eu-south-2": not provider:region in lower case`},
		{"half a position", "cloud_regions.csv", "-3.7", "", `catalog: cloud_regions.csv:2: lon: "": not a number`},
		{"building below 1", "pue.csv", "1.15", "0.9", `catalog: pue.csv:2: pue: "0.9": not from 1 to 5`},
		{"fuel's median below its least", "fuels.csv", "7,11", "12,11", `catalog: fuels.csv:3: low_g_per_kwh: "12": not from 0 to 11`},
		{"fuel with one end", "fuels.csv", "11,56", "11,", `catalog: fuels.csv:3: high_g_per_kwh: "": not a number`},
		{"water without source", "fuels.csv", "0,maker", "0,", `catalog: fuels.csv:3: water_source: "": no such id in sources.csv`},
		{"fuels unsorted", "fuels.csv", "\nwind", "\nair", `catalog: fuels.csv:3: id: "air": the rows are not sorted`},
		{"mix of no place", "grid_mixes.csv", "ES,2025", "FR,2025", `catalog: grid_mixes.csv:2: code: "FR": no such code in places.csv`},
		{"mix with a hole", "grid_mixes.csv", ",24,", ",,", `catalog: grid_mixes.csv:2: code: "ES": the shares do not add up to 100 within a half`},
		{"margin twice", "grids_marginal.csv", "ES,402", "AD,402", `catalog: grids_marginal.csv:3: code: "AD": the row before has the same key`},
		{"margin missing", "grids_marginal.csv", "402,0", "402,", `catalog: grids_marginal.csv:3: combined_g_per_kwh: "": not a number`},
		{"hour missing", "hours_open.csv", "ES-CE,07,100,50,150,80,2021,generation,maker\n", "", `catalog: hours_open.csv:9: hour_utc: "ES-CE,08": a zone has the hours 00 to 23 in order`},
		{"day cut short", "hours_open.csv", "ES-CE,23,200,150,300,80,2021,generation,maker\n", "", `catalog: hours_open.csv:24: hour_utc: "ES-CE": the last zone has less than 24 hours`},
		{"mean outside its band", "hours_electricitymaps.csv", "05,100,50", "05,100,101", `catalog: hours_electricitymaps.csv:7: p10_g_per_kwh: "101": not from 0 to 100`},
		{"direct for some hours", "hours_open.csv", "05,100,50,150,80", "05,100,50,150,", `catalog: hours_open.csv:7: zone: "ES-CE": all hours of a zone have one year, basis and source, and a direct figure or none has`},
		{"hours of no place", "hours_electricitymaps.csv", "ES,00", "FR,00", `catalog: hours_electricitymaps.csv:2: zone: "FR": no such code in places.csv`},
		{"time zone of no profile", "hours_zones.csv", "ES-CE", "ES-XX", `catalog: hours_zones.csv:3: zone: "ES-XX": not in exactly one of the files of hours`},
		{"profile without time zone", "hours_zones.csv", "ES-CE,Africa/Ceuta,1,list\n", "", `catalog: hours_zones.csv:2: zone: "": a zone of the files of hours is missing`},
		{"water of no place", "mixes_ecologits.csv", "ES,6.2", "FR,6.2", `catalog: mixes_ecologits.csv:3: code: "FR": no such code in places.csv`},
		{"less primary energy than electricity", "mixes_ecologits.csv", "9.5", "3.5", `catalog: mixes_ecologits.csv:3: primary_mj_per_kwh: "3.5": not from 3.6 to 100`},
		{"more active than the model has", "models_ecologits.csv", "8,2", "8,9", `catalog: models_ecologits.csv:2: active_billion: "9": not from 0.001 to 8`},
		{"model twice", "models_ecologits.csv", "lab/plain", "lab/expert", `catalog: models_ecologits.csv:3: id: "lab/expert": the row before has the same key`},
		{"negative water", "wue.csv", "0.99", "-0.99", `catalog: wue.csv:3: wue_l_per_kwh: "-0.99": not from 0 to 20`},
		{"price of no place", "electricity_prices.csv", "ES,0.11", "EU,0.11", `catalog: electricity_prices.csv:2: code: "EU": no such code in places.csv`},
		{"price for nothing", "electricity_prices.csv", "0.11", "0", `catalog: electricity_prices.csv:2: usd_per_kwh: "0": not from 0.001 to 2`},
		{"price of a kind", "electricity_prices.csv", "industrial", "cheap", `catalog: electricity_prices.csv:2: kind: "cheap": not one of industrial, tariff, wholesale`},
		{"tariff of nobody", "electricity_prices.csv", `"a utility"`, "", `catalog: electricity_prices.csv:3: original: "": the cell is empty`},
		{"hours of no place", "electricity_price_hours.csv", "ES-CE,2024", "FR,2024", `catalog: electricity_price_hours.csv:3: zone: "FR": no such code in places.csv`},
		{"hour without price", "electricity_price_hours.csv", "ES,2024,1,0.1", "ES,2024,1,", `catalog: electricity_price_hours.csv:2: usd_per_kwh_00: "": not a number`},
		{"rent of nothing", "device_prices.csv", "b-2,aws", "c-3,aws", `catalog: device_prices.csv:6: accelerator: "c-3": no such id in accelerators.csv`},
		{"rent on no day", "device_prices.csv", "2025-03-03", "2025-03", `catalog: device_prices.csv:4: date: "2025-03": not a date, YYYY-MM-DD or YYYY`},
		{"rent for a while", "device_prices.csv", "3y", "2y", `catalog: device_prices.csv:2: commitment: "2y": not one of on-demand, 1y, 3y`},
		{"rent twice", "device_prices.csv", "gcp", "aws", `catalog: device_prices.csv:4: accelerator: "a-1,aws,on-demand": the row before has the same key`},
		{"instance of nobody", "cloud_instances.csv", "aws:x1.Large", "Large", `catalog: cloud_instances.csv:2: id: "Large": not provider:name`},
		{"instance of nothing", "cloud_instances.csv", ",a-1,8", ",a-3,8", `catalog: cloud_instances.csv:2: accelerator: "a-3": no such id in accelerators.csv`},
		{"instance's price without source", "cloud_instances.csv", "maker,list", "maker,", `catalog: cloud_instances.csv:2: price_source: "": no such id in sources.csv`},
		{"damage out of order", "social_costs.csv", "-3,-1,2", "0,-1,2", `catalog: social_costs.csv:3: low: "0": not from -10000 to -1`},
		{"damage with one end", "social_costs.csv", "-3,-1,2", ",-1,2", `catalog: social_costs.csv:3: low: "": not a number`},
		{"extended part in the main table", "accelerators_extended.csv", "c-3,C 3", "a-1-x,A-1", `catalog: accelerators_extended.csv:3: name: "A-1": found in accelerators.csv`},
		{"extended part twice", "accelerators_extended.csv", "c-3,C 3", "c-3,A 1 Mobile", `catalog: accelerators_extended.csv:3: name: "A 1 Mobile": another accelerator is found under this name`},
		{"extended part without power", "accelerators_extended.csv", "gpu,80", "gpu,", `catalog: accelerators_extended.csv:2: tdp_w: "": not a number`},
		{"conflict of no accelerator", "conflicts.csv", "b-2", "b-3", `catalog: conflicts.csv:4: id: "b-3": no such row in accelerators.csv`},
		{"conflict of no figure", "conflicts.csv", "memory_gb", "weight_kg", `catalog: conflicts.csv:4: field: "weight_kg": no such column in accelerators.csv`},
		{"conflict about a figure that changed", "conflicts.csv", "400", "300", `catalog: conflicts.csv:3: chosen: "300": accelerators.csv has 400`},
		{"conflict in no table", "conflicts.csv", "cloud_regions,", "clouds,", `catalog: conflicts.csv:5: table: "clouds": no such table`},
		{"conflict about a provider's rows that have one figure", "conflicts.csv", "zone,,", "zone,US,", `catalog: conflicts.csv:5: chosen: "US": cloud_regions.csv has ES`},
		{"conflict about no provider", "conflicts.csv", "aws:", "nobody:", `catalog: conflicts.csv:5: id: "nobody:": no such row in cloud_regions.csv`},
		{"conflict about a figure that came", "accelerators.csv", "tpu,,,,,,,,,", "tpu,,,,,,,,,32", `catalog: conflicts.csv:4: chosen: "": accelerators.csv has 32`},
		{"embodied of no accelerator", "embodied.csv", "a-1,share", "c-3,share", `catalog: embodied.csv:5: accelerator: "c-3": no such id in accelerators.csv`},
		{"two embodied figures preferred", "embodied.csv", "model,list,", "model,list,1", `catalog: embodied.csv:3: preferred: "a-1": one figure of a whole card at most is preferred`},
		{"embodied scope", "embodied.csv", "die", "chip", `catalog: embodied.csv:4: scope: "chip": not one of die, card without memory, card, share of a server`},
		{"load not in order", "workloads.csv", "0.12", "0.09", `catalog: workloads.csv:2: mid: "0.09": not from 0.1 to 1.2`},
		{"load of nobody", "workloads.csv", "maker list", "maker nobody", `catalog: workloads.csv:3: source: "nobody": no such id in sources.csv`},
		{"site below 1", "sites.csv", "1.07", "0.9", `catalog: sites.csv:2: low: "0.9": not from 1 to 5`},
		{"site not in order", "sites.csv", "1.2", "1.05", `catalog: sites.csv:2: high: "1.05": not from 1.1 to 5`},
		{"rival's place", "rival_grids.csv", "\nES,", "\nFR,", `catalog: rival_grids.csv:2: code: "FR": no such code in places.csv or cloud_regions.csv`},
		{"rival's cloud region", "rival_grids.csv", "eu-south-2", "eu-south-9", `catalog: rival_grids.csv:3: code: "aws:eu-south-9": no such code in places.csv or cloud_regions.csv`},
		{"rival's source", "rival_grids.csv", "maker,170", "nobody,170", `catalog: rival_grids.csv:3: source: "nobody": no such id in sources.csv`},
		{"rival's figure", "rival_grids.csv", "160", "-1", `catalog: rival_grids.csv:2: g_per_kwh: "-1": not from 0 to 2500`},
		{"rival twice", "rival_grids.csv", "aws:eu-south-2,maker", "ES,list", `catalog: rival_grids.csv:3: code: "ES,list": the row before has the same key`},
		{"fact without a year", "facts.csv", ",2019,", ",,", `catalog: facts.csv:2: year: "": the year is missing`},
		{"fact without its scope", "facts.csv", "of the papers", "", `catalog: facts.csv:2: scope: "": the cell is empty`},
		{"fact by nobody", "facts.csv", "papers,maker", "papers,nobody", `catalog: facts.csv:2: source: "nobody": no such id in sources.csv`},
		{"fact that is no number", "facts.csv", "90", "most", `catalog: facts.csv:2: value: "most": not a number`},
		{"published twice", "published.csv", "job,energy", "job,carbon", `catalog: published.csv:3: id: "job,carbon": the row before has the same key`},
		{"published by nobody", "published.csv", "2025,maker", "2025,nobody", `catalog: published.csv:4: source: "nobody": no such id in sources.csv`},
		{"published in no class", "published.csv", "identity", "truth", `catalog: published.csv:2: class: "truth": not one of identity, judgement, inconsistent, context`},
		{"published and expected otherwise", "published.csv", "n/a", "luck", `catalog: published.csv:4: expect: "luck": not one of reported, recomputed, range, outside, n/a`},
		{"published link without quantity", "published.csv", "total_kgco2e,5", ",5", `catalog: published.csv:2: quantity: "": a link and what to read off its result come together`},
		{"published without link and expected", "published.csv", "n/a", "range", `catalog: published.csv:4: expect: "range": nothing is computed, so nothing can be expected`},
		{"published without link and reason", "published.csv", "no inputs", "", `catalog: published.csv:4: note: "": nothing is computed, and nothing says why`},
		{"published without number", "published.csv", "e,5,", "e,,", `catalog: published.csv:2: reported: "": the cell is empty`},
		{"published and not recomputed", "published.csv", "11,10", "11,", `catalog: published.csv:3: recomputed: "": a recomputed value is there where it is expected, and only there`},
		{"published without tolerance", "published.csv", "5,,0.01", "5,,", `catalog: published.csv:2: tolerance: "": the cell is empty`},
		{"published number that is none", "published.csv", "e,5,", "e,five,", `catalog: published.csv:2: reported: "five": not a number`},
		{"comparison without weight", "equivalences.csv", "0.175", "0", `catalog: equivalences.csv:2: kgco2e: "0": not from 0.000001 to 1000000000`},
		{"comparison twice weighed", "equivalences.csv", ",0.08,", "0.041,0.08,", `catalog: equivalences.csv:3: kgco2e: "0.041": a comparison has its emissions or its electricity`},
		{"comparison of nothing", "equivalences.csv", ",0.08,", ",,", `catalog: equivalences.csv:3: kgco2e: "": a comparison has its emissions or its electricity`},
		{"utilisation above 1", "mfu.csv", "0.45", "1.45", `catalog: mfu.csv:2: mfu: "1.45": not from 0.001 to 1`},
		{"utilisation's basis", "mfu.csv", "steady", "peak", `catalog: mfu.csv:2: basis: "peak": not one of steady, whole-run`},
		{"utilisation's device by its name", "mfu.csv", "a-1", "A 1", `catalog: mfu.csv:2: accelerator: "A 1": no such id in accelerators.csv`},
		{"utilisation twice", "mfu.csv", "steady", "whole-run", `catalog: mfu.csv:3: id: "big-1,whole-run": the row before has the same key`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			files := maps.Clone(miniFiles)
			files[test.file] = strings.Replace(files[test.file], test.old, test.new, 1)
			if files[test.file] == miniFiles[test.file] {
				t.Fatalf("%q is not in %s", test.old, test.file)
			}
			_, err := Load(reader(files))
			if err == nil || err.Error() != test.want {
				t.Errorf("error %v\nwant  %s", err, test.want)
			}
		})
	}
}

// FuzzLoad replaces a piece of one file. Either Load says which cell is wrong, or all that callers rely on holds.
func FuzzLoad(f *testing.F) {
	for name, text := range miniFiles {
		f.Add(name, uint16(len(text)/2), uint16(3), "0")
		f.Add(name, uint16(len(text)-8), uint16(1), ",")
		f.Add(name, uint16(len(text)/3), uint16(0), "\n\"")
	}
	f.Fuzz(func(t *testing.T, name string, at, length uint16, with string) {
		text, ok := miniFiles[name]
		if !ok {
			return
		}
		from := min(int(at), len(text))
		to := min(from+int(length), len(text))
		files := maps.Clone(miniFiles)
		files[name] = text[:from] + with + text[to:]
		c, err := Load(reader(files))
		if err != nil {
			var e *DataError
			// A row that is gone can leave another file pointing to nothing, so any file may be named.
			if !errors.As(err, &e) || files[e.File] == "" && e.File != name || e.Line < 0 || e.Reason == "" {
				t.Fatalf("error %v does not say where", err)
			}
			return
		}
		assertCatalog(t, c)
	})
}
