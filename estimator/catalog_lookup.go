package estimator

import "strings"

// search returns the index of the row with a key among n rows sorted by it, whose keys at tells, or -1. It does not
// allocate.
func search(n int, key string, at func(int) string) int {
	low, high := 0, n
	for low < high {
		middle := int(uint(low+high) / 2)
		if at(middle) < key {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if low < n && at(low) == key {
		return low
	}
	return -1
}

// row returns the index of the first row of a file whose first column is key, or -1. The file has been read.
func (c *Catalog) row(file int, key string) int {
	t := c.files[file].table
	if t == nil {
		return -1
	}
	keys := t.keys
	return search(len(keys), key, func(i int) string { return keys[i] })
}

// rowAt is row for files by the code of a place, which may be in any case.
func (c *Catalog) rowAt(file int, code string) int {
	if p, ok := c.Place(code); ok {
		return c.row(file, p.Code)
	}
	return -1
}

// rowNear is row for a place, else for the place that stands in for it, else for what it is part of. It is for figures
// that vary little inside a country, or that are known for countries only.
func (c *Catalog) rowNear(file int, place *Place) int {
	for place != nil {
		if i := c.row(file, place.Code); i >= 0 {
			return i
		}
		next := place.Parent
		if place.Proxy != "" {
			next = place.Proxy
		}
		place, _ = c.Place(next)
	}
	return -1
}

// Source returns a source by its id.
func (c *Catalog) Source(id string) (*Source, bool) {
	if i := c.row(sourcesFile, id); i >= 0 {
		return &c.sources[i], true
	}
	return nil, false
}

// Accelerator returns an accelerator by its id, or by a name that people, clouds or the NVIDIA driver use: "A100 80GB",
// "Tesla V100-SXM2-16GB", "TPUv3". Case, punctuation and words such as "NVIDIA" or "GPU" do not matter. A name that
// several parts share leads to the one that data/accelerator_aliases.csv says. An exact id does not allocate.
//
// What Accelerators does not have is looked for in ExtendedAccelerators, by id or whole name. A laptop part is found
// under its own name ("RTX 3060 Laptop GPU") or not at all, and never as the card of the same number. The name of a slice of
// a divided card ("A100-SXM4-80GB MIG 1g.10gb") leads to the whole card, the only one whose power is known.
func (c *Catalog) Accelerator(idOrName string) (*Accelerator, bool) {
	if i := c.row(acceleratorsFile, idOrName); i >= 0 {
		return &c.accelerators[i], true
	}
	key := deviceKey(idOrName)
	if i, ok := c.acceleratorKeys[key]; ok {
		return &c.accelerators[i], true
	}
	if key == "" {
		return nil, false
	}
	extended := c.ExtendedAccelerators()
	if i, ok := c.extendedKeys[key]; ok {
		return &extended[i], true
	}
	if card, slice := wholeCard(idOrName); slice {
		return c.Accelerator(card)
	}
	return nil, false
}

// CPU returns a processor by its name in the catalog or by the model name that a kernel prints: "Intel(R) Xeon(R) Gold
// 6148 CPU @ 2.40GHz", "AMD EPYC 7763 64-Core Processor". Names that do not say the model, as virtual machines show
// them ("Intel Xeon Processor (Skylake)", "AMD EPYC"), are not found: a wrong part would be worse than none.
func (c *Catalog) CPU(name string) (*CPU, bool) {
	cpus := c.CPUs()
	if i := c.row(cpusFile, name); i >= 0 {
		return &cpus[i], true
	}
	i, ok := c.cpuKeys[cpuKey(name)]
	if !ok {
		return nil, false
	}
	p := &cpus[i]
	if v := cpuVendor(name); v != "" && strings.ToLower(v) != strings.ToLower(p.Vendor) {
		return nil, false
	}
	return p, true
}

// Place returns a place by its code in any case: an ISO 3166 code, a grid zone, or "WORLD". An exact code does not
// allocate.
func (c *Catalog) Place(code string) (*Place, bool) {
	i := c.row(placesFile, code)
	if i < 0 {
		i = c.row(placesFile, strings.ToUpper(strings.TrimSpace(code)))
	}
	if i < 0 {
		return nil, false
	}
	return &c.places[i], true
}

// CloudRegion returns a provider's region by its id in any case: "aws:us-east-1".
func (c *Catalog) CloudRegion(id string) (*CloudRegion, bool) {
	i := c.row(cloudsFile, id)
	if i < 0 {
		i = c.row(cloudsFile, strings.ToLower(strings.TrimSpace(id)))
	}
	if i < 0 {
		return nil, false
	}
	return &c.clouds[i], true
}
