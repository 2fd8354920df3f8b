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
	"accelerators.csv": `id,name,vendor,kind,tdp_w,tdp_basis,idle_w,avg_w,fp32_tflops,tf32_tflops,fp16_dense_tflops,fp8_dense_tflops,memory_gb,memory_type,release_year,process_nm,die_mm2,embodied_kgco2e,source,idle_source,avg_source,embodied_source,confirmed_by,note
a-1,NVIDIA A 1,NVIDIA,gpu,400,maker,46,,19.5,156,312,,80,HBM2e,2020,7,826,150,maker,list,,list,list,
b-2,Google B 2,Google,tpu,,,,,,,,,,,,,,,maker,,,,,no power published
`,
	"accelerator_aliases.csv": `alias,id,source,note
A,a-1,list,ambiguous
B,b-2,list,
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
	"equivalences.csv": `id,label,kgco2e,unit,year,source
car-km,driving a car,0.175,km,2019,list
train-km,travelling by train,0.041,passenger-km,2020,list
`,
	"rival_grids.csv": `code,source,g_per_kwh
ES,list,160
aws:eu-south-2,maker,170
`,
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
	if a.Rated != 400 || !a.HasRated() || a.Idle != 46 || a.Average != 0 || a.AverageSource != nil || a.Embodied != 150e3 || a.EmbodiedBy.ID != "list" {
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
		{"source of accelerator", "accelerators.csv", "150,maker", "150,nobody", `catalog: accelerators.csv:2: source: "nobody": no such id in sources.csv`},
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
		{"rival's place", "rival_grids.csv", "\nES,", "\nFR,", `catalog: rival_grids.csv:2: code: "FR": no such code in places.csv or cloud_regions.csv`},
		{"rival's cloud region", "rival_grids.csv", "eu-south-2", "eu-south-9", `catalog: rival_grids.csv:3: code: "aws:eu-south-9": no such code in places.csv or cloud_regions.csv`},
		{"rival's source", "rival_grids.csv", "maker,170", "nobody,170", `catalog: rival_grids.csv:3: source: "nobody": no such id in sources.csv`},
		{"rival's figure", "rival_grids.csv", "160", "-1", `catalog: rival_grids.csv:2: g_per_kwh: "-1": not from 0 to 2500`},
		{"rival twice", "rival_grids.csv", "aws:eu-south-2,maker", "ES,list", `catalog: rival_grids.csv:3: code: "ES,list": the row before has the same key`},
		{"comparison without weight", "equivalences.csv", "0.175", "0", `catalog: equivalences.csv:2: kgco2e: "0": not from 0.000001 to 1000000000`},
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
