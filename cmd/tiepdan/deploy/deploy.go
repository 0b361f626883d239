// Package deploy holds what is installed beside the program: a sample of the
// office file, which is also part of the program so that the demo and the tests
// have an office, the container's recipe, the service's, and an example of the
// settings.
package deploy

import _ "embed"

// SampleName is what the sample is called in messages about it.
const SampleName = "office.sample.yaml"

//go:embed office.sample.yaml
var sampleOffice string

// SampleOffice is the office file of an invented province procuracy, marked as a
// sample: serve refuses to run on it.
func SampleOffice() []byte { return []byte(sampleOffice) }
