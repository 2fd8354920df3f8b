//go:build !js

package estimator

import (
	_ "embed"
	"sync"
)

var (
	//go:embed data/sources.csv
	sourcesCSV string
	//go:embed data/accelerators.csv
	acceleratorsCSV string
	//go:embed data/accelerator_aliases.csv
	aliasesCSV string
	//go:embed data/cpus.csv
	cpusCSV string
	//go:embed data/places.csv
	placesCSV string
	//go:embed data/grids_ember.csv
	gridsEmberCSV string
	//go:embed data/grids_electricitymaps.csv
	gridsElectricityMapsCSV string
	//go:embed data/grids_open.csv
	gridsOpenCSV string
	//go:embed data/cloud_regions.csv
	cloudRegionsCSV string
	//go:embed data/pue.csv
	pueCSV string
	//go:embed data/equivalences.csv
	equivalencesCSV string
)

// embedded returns a compiled-in file by name; an unknown name is an empty file, which no table accepts.
func embedded(name string) (string, error) {
	switch name {
	case "sources.csv":
		return sourcesCSV, nil
	case "accelerators.csv":
		return acceleratorsCSV, nil
	case "accelerator_aliases.csv":
		return aliasesCSV, nil
	case "cpus.csv":
		return cpusCSV, nil
	case "places.csv":
		return placesCSV, nil
	case "grids_ember.csv":
		return gridsEmberCSV, nil
	case "grids_electricitymaps.csv":
		return gridsElectricityMapsCSV, nil
	case "grids_open.csv":
		return gridsOpenCSV, nil
	case "cloud_regions.csv":
		return cloudRegionsCSV, nil
	case "pue.csv":
		return pueCSV, nil
	case "equivalences.csv":
		return equivalencesCSV, nil
	}
	return "", nil
}

// Default returns the catalogs that are compiled in, parsed on the first call and shared by all callers. The CPUs are
// parsed when one is first asked for, because they are many and the page rarely needs them.
//
// It returns no error: the files are part of the program, and TestDefault loads each of them strictly.
func Default() *Catalog { return defaultCatalog() }

var defaultCatalog = sync.OnceValue(func() *Catalog {
	c, _ := loadFiles(embedded)
	return c
})
