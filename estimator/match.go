package estimator

import "strings"

// deviceKey reduces the name of an accelerator to what tells it apart: letters and digits in lower case, without words
// that makers, drivers and people add or leave out at will. "Mobile" and "Notebook" are what some lists call a "Laptop" part. Letters
// beyond ASCII separate words.
func deviceKey(name string) string {
	key := make([]byte, 0, 64)
	word := 0 // where the current word begins in key
	for i := 0; i <= len(name); i++ {
		b := byte(' ')
		if i < len(name) {
			b = lower(name[i])
		}
		switch {
		case isAlphanumeric(b):
			key = append(key, b)
		case isDeviceFiller(key[word:]):
			key = key[:word]
		case string(key[word:]) == "mobile", string(key[word:]) == "notebook":
			key = append(key[:word], "laptop"...)
			word = len(key)
		default:
			word = len(key)
		}
	}
	return string(key)
}

// wholeCard returns the name of the card that a slice of it is named after, and whether the name is a slice's: the NVIDIA
// driver calls an instance of a divided card "NVIDIA A100-SXM4-80GB MIG 1g.10gb".
func wholeCard(name string) (card string, slice bool) {
	for i := range name {
		if rest := name[i:]; len(rest) >= 4 && strings.EqualFold(rest[:4], " mig") && (len(rest) == 4 || rest[4] == ' ') {
			return name[:i], true
		}
	}
	return name, false
}

func isDeviceFiller(word []byte) bool {
	switch string(word) {
	case "nvidia", "amd", "intel", "google", "aws", "amazon", "microsoft", "meta", "cloud", "geforce", "tesla", "radeon", "instinct",
		"habana", "graphics", "gpu", "chip", "card", "accelerator", "processor", "generation", "edition", "with", "design", "r", "tm":
		return true
	}
	return false
}

func lower(b byte) byte {
	if b >= 'A' && b <= 'Z' {
		return b + 'a' - 'A'
	}
	return b
}

func isAlphanumeric(b byte) bool { return b >= 'a' && b <= 'z' || b >= '0' && b <= '9' }

// cpuKey reduces the name of a processor to family and model: "Intel(R) Xeon(R) CPU E5-2686 v4 @ 2.30GHz" gives
// "xeone52686v4". It is empty when no digit is left, because then the name says no model.
func cpuKey(name string) string {
	s := strings.ToLower(name)
	for _, mark := range [...]string{"(r)", "(tm)", "(c)", "®", "™"} {
		s = strings.ReplaceAll(s, mark, " ")
	}
	for _, tail := range [...]string{" with ", " w/", " radeon"} { // the graphics that share the package
		s, _, _ = strings.Cut(s, tail)
	}
	if head, tail, ok := strings.Cut(s, "@"); ok && strings.HasSuffix(strings.TrimSpace(tail), "ghz") {
		s = head
	}
	words := strings.Fields(s)
	key, numbered := make([]byte, 0, len(s)), false
	for i, word := range words {
		next := ""
		if i+1 < len(words) {
			next = words[i+1]
		}
		if cpuFiller(word, next) || i > 0 && cpuFiller(words[i-1]+" "+word, "") {
			continue
		}
		for j := 0; j < len(word); j++ {
			if b := word[j]; b != '-' && b != '_' {
				key = append(key, b)
				numbered = numbered || b >= '0' && b <= '9'
			}
		}
	}
	if !numbered {
		return ""
	}
	return string(key)
}

// cpuFiller reports whether a word says nothing about the model. A pair such as "11th Gen" or "Dual Core" is judged by
// its first word, and once more as a whole so that its second word goes too.
func cpuFiller(word, next string) bool {
	switch word {
	case "intel", "amd", "apple", "via", "ampere", "genuine", "authentic", "cpu", "processor", "apu", "soc",
		"0": // the version that kernels print for the first Xeon E5
		return true
	case "dual", "quad", "six", "eight", "triple":
		return next == "core"
	case "dual core", "quad core", "six core", "eight core", "triple core":
		return true
	}
	number, isPair := strings.CutSuffix(word, " gen")
	if isPair || next == "gen" {
		return strings.HasSuffix(number, "th") || strings.HasSuffix(number, "rd") || strings.HasSuffix(number, "nd")
	}
	return strings.HasSuffix(word, "-core") || strings.HasSuffix(word, "-cores")
}

// cpuVendor returns the maker that a name mentions, or nothing.
func cpuVendor(name string) string {
	for _, word := range strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return r >= 0x80 || !isAlphanumeric(byte(r)) }) {
		switch word {
		case "intel", "amd", "apple", "via", "ampere":
			return word
		}
	}
	return ""
}
