package estimator

// Training is what is known about the arithmetic of one training run: either FLOP, or the size of the model and of the
// data. Numbers that are not given take no part, except as the fields say.
type Training struct {
	FLOP Optional[FLOP] // the whole work, known already; then nothing but Precision, MFU and AchievedTFLOPS is read

	Params       Optional[float64] // parameters of the model, embeddings included
	ActiveParams Optional[float64] // of a mixture of experts: those that one token passes through; replaces Params
	Tokens       Optional[float64] // tokens (or patches, frames) trained on, every epoch counted

	Architecture  string            // Decoder (also when empty), Encoder or EncoderDecoder
	EncoderParams Optional[float64] // of an EncoderDecoder; not given: 3/7 to a half of Params
	EncoderTokens Optional[float64] // of an EncoderDecoder, instead of Tokens: those read
	DecoderTokens Optional[float64] // and those written

	Method    string            // FullTraining (also when empty), FineTuning, LoRA or FrozenBackbone
	Trainable Optional[float64] // parameters of the adapters (LoRA) or of the head (FrozenBackbone); not given: none counted

	TeacherParams Optional[float64] // of distillation: active parameters of the teacher, which passes every token forward; nothing beside FLOP

	Recompute string // NoRecompute (also when empty), SelectiveRecompute or FullRecompute

	Layers  Optional[float64] // with Width and Context: adds the attention between tokens
	Width   Optional[float64] // of the residual stream, "hidden size"
	Context Optional[float64] // tokens of one sequence

	Type string // word of a model card, such as PreTraining; changes no number, so it may stand beside hours

	Precision      string            // "bf16" (also when empty), "fp16", "tf32", "fp32" or "fp8"
	MFU            Optional[Ratio]   // model FLOP utilisation while steps run, without recomputation
	AchievedTFLOPS Optional[float64] // of one device while steps run, recomputation counted as logs do; excludes MFU
}

// Words of Training.
const (
	Decoder        = "decoder"         // GPT, Llama: each token sees those before it
	Encoder        = "encoder"         // BERT, ViT: each token sees all
	EncoderDecoder = "encoder-decoder" // T5, Whisper: a token passes one of the two stacks

	FullTraining   = "full"
	FineTuning     = "fine-tune" // all parameters: the arithmetic of full training
	LoRA           = "lora"      // small trained matrices beside frozen ones
	FrozenBackbone = "frozen"    // only a head is trained, as in a linear probe

	PreTraining          = "pre-training"
	ContinuedPreTraining = "continued pre-training"
	TypeFineTuning       = "fine-tuning"
	Reinforcement        = "reinforcement learning"
	Distillation         = "distillation"

	NoRecompute        = "none"
	SelectiveRecompute = "selective" // attention is computed again in the backward pass
	FullRecompute      = "full"      // every layer is
)

var (
	sourceKaplan = Source{ID: "kaplan-2020", Title: "Kaplan et al., Scaling Laws for Neural Language Models, 2020: 2 FLOP per parameter and token forward, 4 backward (recalled and not read again)",
		URL: "https://arxiv.org/abs/2001.08361", Licence: "cited figures", Year: 2020, AsOf: "2026-11-24"}
	sourceAttention = Source{ID: "chowdhery-2022-b", Title: "Chowdhery et al., PaLM, 2022, appendix B: 12 × layers × width × context FLOP per token for the whole attention matrix (recalled and not read again); a causal kernel needs half, as DeepSeek-V3 counts",
		URL: "https://arxiv.org/abs/2204.02311", Licence: "cited figures", Year: 2022, AsOf: "2026-11-24"}
	sourceRecompute = Source{ID: "korthikanti-2022", Title: "Korthikanti et al., Reducing Activation Recomputation in Large Transformer Models, 2022 (recalled and not read again)",
		URL: "https://arxiv.org/abs/2205.05198", Licence: "cited figures", Year: 2022, AsOf: "2026-11-24"}
)

// encoderShare is the encoder's part of the parameters of an encoder-decoder with two stacks of one depth: an encoder
// layer has 12 × width² (4 in attention, 8 in the feed-forward block), a decoder layer a second attention on top.
var encoderShare = Range[float64]{3.0 / 7, 3.0 / 7, 0.5} // Source: counted from the layers of Vaswani et al. 2017 (recalled); a half is the common shorthand

// Work is how much arithmetic a run is.
//
// Model is the useful work: what MFU counts. Hardware has on top what is computed twice to save memory: what HFU, and
// the TFLOP/s in the logs of most training programs, count. Without recomputation they are the same.
type Work struct {
	Model, Hardware Range[FLOP]
	Formula         string // of Model, over the names of Inputs
	Recomputed      string // what Hardware has on top; empty when nothing
	Inputs          []Input
	Source          *Source // of the method
}

// perToken is the FLOP that one token costs per parameter: forward, and then backward through the activations and into
// the weights.
const (
	forwardFLOP    = 2 // a multiplication and an addition
	activationFLOP = 2
	weightFLOP     = 2
)

// Work returns the arithmetic of the run. The error is FieldErrors, with fields under "training.".
//
// One token costs 6 FLOP per parameter that it passes: 2 forward, 2 backward through the activations, 2 for the
// gradient of the weights. LoRA needs no gradient of the frozen weights, so they cost 4 and only the adapters 6; behind
// a frozen backbone nothing flows back, so it costs 2 and the head 6. In an encoder-decoder each token passes its own
// stack. With Layers, Width and Context, attention adds 12 × layers × width × context per token (4 of them forward);
// causal attention needs half, which is Low and Mid, and some kernels compute all, which is High.
//
// Distillation adds the teacher's forward pass over the same tokens, 2 per parameter of the teacher. Where its answers are kept
// from before, there is no teacher to give.
//
// FullRecompute adds one more forward pass (2 per parameter: 8 in place of 6), SelectiveRecompute the forward pass of
// attention alone, which is counted only when its size is given. A frozen backbone keeps no activations, so there is
// nothing to recompute.
func (t *Training) Work() (Work, error) {
	s := Spec{Training: *t}
	if err := s.faultsIn("training.", (*Spec).checkTraining); err != nil {
		return Work{}, err
	}
	return t.work(), nil
}

// work is Work for what has been validated.
func (t *Training) work() Work {
	if flop, ok := t.FLOP.Get(); ok {
		exact := Exactly(flop)
		return Work{Model: exact, Hardware: exact, Formula: "work as given", Source: &sourceTyped,
			Inputs: []Input{{Name: "work", Value: As[float64](exact), Unit: "FLOP", Source: &sourceTyped}}}
	}
	w := Work{Source: &sourceKaplan}
	passed, tokens := t.passed(&w)
	frozen := float64(forwardFLOP + activationFLOP + weightFLOP)
	passes := 3.0 // forward passes that attention costs: itself, and two backward
	again := passed.Times(forwardFLOP)
	switch t.Method {
	case LoRA:
		frozen = forwardFLOP + activationFLOP
	case FrozenBackbone:
		frozen, passes = forwardFLOP, 1
		again = Range[FLOP]{}
	}
	text := number(frozen) + " × parameters × tokens"
	if t.Architecture == EncoderDecoder {
		text = number(frozen) + " × (encoder parameters × encoder tokens + decoder parameters × decoder tokens)"
	}
	w.Model = passed.Times(frozen)
	if trainable, ok := t.Trainable.Get(); ok && (t.Method == LoRA || t.Method == FrozenBackbone) {
		w.Model = w.Model.Plus(Exactly(FLOP(trainable * tokens * (forwardFLOP + activationFLOP + weightFLOP))))
		text += " + 6 × trained parameters × tokens"
		w.input("trained parameters", Exactly(trainable))
		if t.Method == LoRA {
			again = again.Plus(Exactly(FLOP(trainable * tokens * forwardFLOP)))
		}
	}
	if teacher, ok := t.TeacherParams.Get(); ok {
		w.Model = w.Model.Plus(Exactly(FLOP(teacher * tokens * forwardFLOP)))
		text += " + 2 × teacher parameters × tokens"
		w.input("teacher parameters", Exactly(teacher))
	}
	attention := t.attention(tokens) // forward
	if t.Layers.given {
		w.Model = w.Model.Plus(attention.Times(passes))
		factor := Range[float64]{2, 2, 4}
		if t.Architecture == Encoder {
			factor = Exactly(4.0)
		}
		text += " + attention factor × layers × width × context × tokens"
		w.Inputs = append(w.Inputs, Input{Name: "attention factor", Value: factor.Times(passes), Source: &sourceAttention})
		w.input("layers", Exactly(t.Layers.value))
		w.input("width", Exactly(t.Width.value))
		w.input("context", Exactly(t.Context.value))
	}
	w.Formula, w.Hardware = text, w.Model
	switch {
	case t.Method == FrozenBackbone:
	case t.Recompute == FullRecompute:
		w.Hardware = w.Model.Plus(again).Plus(attention)
		w.Recomputed = "one more forward pass of every layer"
	case t.Recompute == SelectiveRecompute:
		w.Hardware = w.Model.Plus(attention)
		w.Recomputed = "one more forward pass of attention"
	}
	return w
}

// passed returns parameters × tokens, each token with the parameters that it passes, and all tokens. It notes the
// inputs.
func (t *Training) passed(w *Work) (product Range[FLOP], tokens float64) {
	params := t.ActiveParams.Or(t.Params.value)
	if t.Architecture != EncoderDecoder {
		tokens = t.Tokens.value
		w.input("parameters", Exactly(params))
		w.input("tokens", Exactly(tokens))
		return Exactly(FLOP(params * tokens)), tokens
	}
	encoder := encoderShare.Times(params)
	if given, ok := t.EncoderParams.Get(); ok {
		encoder = Exactly(given)
	}
	read, written := t.EncoderTokens.value, t.DecoderTokens.value
	at := func(e float64) FLOP { return FLOP(e*read + (params-e)*written) }
	w.input("encoder parameters", encoder)
	w.input("encoder tokens", Exactly(read))
	w.input("decoder parameters", Range[float64]{params - encoder.High, params - encoder.Mid, params - encoder.Low})
	w.input("decoder tokens", Exactly(written))
	low, high := at(encoder.Low), at(encoder.High)
	return Range[FLOP]{min(low, high), at(encoder.Mid), max(low, high)}, read + written
}

// attention returns the forward FLOP between tokens; 0 when the size is not given.
func (t *Training) attention(tokens float64) Range[FLOP] {
	whole := FLOP(4 * t.Layers.value * t.Width.value * t.Context.value * tokens)
	if t.Architecture == Encoder {
		return Exactly(whole)
	}
	return Range[FLOP]{whole / 2, whole / 2, whole}
}

func (w *Work) input(name string, v Range[float64]) {
	w.Inputs = append(w.Inputs, Input{Name: name, Value: v, Source: &sourceTyped})
}

// checkTraining checks that what is given goes together and is enough.
func (s *Spec) checkTraining(errs *FieldErrors) {
	t := &s.Training
	if !t.FLOP.given && !t.ActiveParams.given {
		errs.need(s, "nothing says how large the model is", "training.params")
	}
	switch {
	case t.FLOP.given:
		if t.Params.given || t.ActiveParams.given || t.Tokens.given || t.EncoderTokens.given || t.DecoderTokens.given {
			errs.twice("training.flop", t.FLOP.value, "the size of the model is")
		}
		for _, shape := range [...]struct {
			path  string
			value Optional[float64]
		}{{"training.layers", t.Layers}, {"training.width", t.Width}, {"training.context", t.Context}, {"training.trainable", t.Trainable}, {"training.teacher_params", t.TeacherParams}} {
			if shape.value.given {
				errs.add(shape.path, number(shape.value.value), "flop is given, and all of the work is in it", "leave one of the two out")
			}
		}
		if t.Recompute != "" && t.Recompute != NoRecompute {
			errs.add("training.recompute", t.Recompute, "flop is given, and it is unknown whether it has recomputation in it", "give flop with it and leave recompute out")
		}
	case t.Architecture == EncoderDecoder:
		errs.need(s, "each token of an encoder-decoder passes one of its stacks, so both counts are needed", "training.encoder_tokens", "training.decoder_tokens")
		if all := t.ActiveParams.Or(t.Params.value); all > 0 && t.EncoderParams.value > all {
			errs.add("training.encoder_params", number(t.EncoderParams.value), "the encoder is larger than the whole model", "type a part of "+number(all))
		}
		if t.TeacherParams.given {
			errs.add("training.teacher_params", number(t.TeacherParams.value), "distillation is worked out for models of one stack", "leave it out, or give training.flop")
		}
		if t.Layers.given {
			errs.add("training.layers", number(t.Layers.value), "attention is worked out for models of one stack", "leave it out; it adds little unless sequences are long")
		}
	default:
		errs.need(s, "nothing says how much it is trained on", "training.tokens")
		if t.Layers.given || t.Width.given || t.Context.given {
			errs.need(s, "attention needs layers, width and context", "training.layers", "training.width", "training.context")
		}
	}
	if t.MFU.given && t.AchievedTFLOPS.given {
		errs.twice("training.achieved_tflops", t.AchievedTFLOPS.value, "mfu is")
	}
	errs.checkActive("training.active_params", t.ActiveParams.value, t.Params)
}

// checkActive checks that no more parameters are active than a model has, where both are given.
func (e *FieldErrors) checkActive(path string, active float64, all Optional[float64]) {
	if all.given && active > all.value {
		e.add(path, number(active), "more parameters are active than the model has", "type a part of "+number(all.value))
	}
}
