package estimator

// The fields of the scenario, described once: the link, the JSON, the checks and the page's controls all read these
// tables.

// A numberField is a number of the scenario or of a device in it.
type numberField struct {
	key    string  // short name in a link
	path   string  // name in the scenario JSON
	label  string  // words beside the control
	unit   string  // of the number in a link; empty for a plain factor
	min    float64 // smallest value allowed
	max    float64 // largest value allowed
	step   float64 // of the control
	scale  float64 // number in a link ÷ number in the Spec: 100 where a link says percent
	log    bool    // a slider over this field is logarithmic
	above  bool    // the smallest value itself is not allowed
	whole  bool    // only whole numbers
	reason string  // why a value outside is refused
	remedy string
}

// specField is a numeric field of the scenario itself.
type specField struct {
	numberField
	at func(*Spec) *optional
}

// deviceField is a numeric field of each device; its key is prefixed for CPUs as deviceKeys says.
type deviceField struct {
	numberField
	cpuKey string
	at     func(*Device) *optional
}

var specFields = [...]specField{
	{numberField{key: "mem", path: "memory_gb", label: "Memory", unit: "GB", max: 1e7, step: 1, scale: 1,
		reason: "memory is 0 to 10,000,000 GB", remedy: "type gigabytes, or leave it out to count none"},
		func(s *Spec) *optional { return &s.MemoryGB.optional }},
	{numberField{key: "host", path: "host_w", label: "Rest of the server", unit: "W", max: 1e8, step: 10, scale: 1,
		reason: "the rest of the server draws 0 W or more", remedy: "type watts, 0 for none, or leave it out for a default share"},
		func(s *Spec) *optional { return &s.Host.optional }},
	{numberField{key: "ssd", path: "ssd_tb", label: "Kept on solid-state drives", unit: "TB", max: 1e7, step: 1, scale: 1,
		reason: "storage is 0 to 10,000,000 TB", remedy: "type terabytes that are kept while the work runs, copies included, or leave it out"},
		func(s *Spec) *optional { return &s.SSD.optional }},
	{numberField{key: "hdd", path: "hdd_tb", label: "Kept on disks", unit: "TB", max: 1e7, step: 1, scale: 1,
		reason: "storage is 0 to 10,000,000 TB", remedy: "type terabytes that are kept while the work runs, copies included, or leave it out"},
		func(s *Spec) *optional { return &s.HDD.optional }},
	{numberField{key: "net", path: "network_gb", label: "Data moved in one run", unit: "GB", max: 1e12, step: 1, scale: 1,
		reason: "0 to 1e12 GB are moved", remedy: "type gigabytes that one run moves between data centres, or leave it out"},
		func(s *Spec) *optional { return &s.NetworkGB.optional }},
	{numberField{key: "h", path: "hours", label: "Training time", unit: "h", min: 1e-9, max: 1e6, step: 1, scale: 1, log: true,
		reason: "time is 1e-9 to 1,000,000 hours", remedy: "type hours of wall clock, such as 72, or use device_hours"},
		func(s *Spec) *optional { return &s.Hours.optional }},
	{numberField{key: "dh", path: "device_hours", label: "Device-hours", unit: "h", min: 1e-9, max: 1e12, step: 1, scale: 1, log: true,
		reason: "device-hours are 1e-9 to 1e12", remedy: "type hours summed over all devices, such as 1082990"},
		func(s *Spec) *optional { return &s.DeviceHours.optional }},
	{numberField{key: "kwh", path: "energy_kwh", label: "Metered energy", unit: "kWh", min: 1e-15, max: 1e12, step: 1, scale: 1, log: true,
		reason: "metered energy is 1e-15 to 1e12 kWh", remedy: "type kilowatt-hours read at the devices, such as 433196"},
		func(s *Spec) *optional { return &s.EnergyKWh.optional }},
	{numberField{key: "flop", path: "training.flop", label: "Work of one run", unit: "FLOP", min: 1, max: 1e32, step: 1, scale: 1, log: true,
		reason: "work is 1 to 1e32 FLOP", remedy: "type a number such as 3.14e23"},
		func(s *Spec) *optional { return &s.Training.FLOP.optional }},
	{numberField{key: "par", path: "training.params", label: "Parameters of the model", min: 1, max: 1e16, step: 1, scale: 1, log: true,
		reason: "a model has 1 to 1e16 parameters", remedy: "type a number such as 7e9"},
		func(s *Spec) *optional { return &s.Training.Params.optional }},
	{numberField{key: "act", path: "training.active_params", label: "Parameters that one token passes", min: 1, max: 1e16, step: 1, scale: 1, log: true,
		reason: "a token passes 1 to 1e16 parameters", remedy: "type a number such as 7e9"},
		func(s *Spec) *optional { return &s.Training.ActiveParams.optional }},
	{numberField{key: "tok", path: "training.tokens", label: "Tokens trained on", min: 1, max: 1e18, step: 1, scale: 1, log: true,
		reason: "training takes 1 to 1e18 tokens", remedy: "type a number such as 1.4e12"},
		func(s *Spec) *optional { return &s.Training.Tokens.optional }},
	{numberField{key: "epar", path: "training.encoder_params", label: "Parameters of the encoder", min: 1, max: 1e16, step: 1, scale: 1, log: true,
		reason: "an encoder has 1 to 1e16 parameters", remedy: "type a number such as 7e9"},
		func(s *Spec) *optional { return &s.Training.EncoderParams.optional }},
	{numberField{key: "etok", path: "training.encoder_tokens", label: "Tokens read by the encoder", min: 1, max: 1e18, step: 1, scale: 1, log: true,
		reason: "training takes 1 to 1e18 tokens", remedy: "type a number such as 1.4e12"},
		func(s *Spec) *optional { return &s.Training.EncoderTokens.optional }},
	{numberField{key: "dtok", path: "training.decoder_tokens", label: "Tokens written by the decoder", min: 1, max: 1e18, step: 1, scale: 1, log: true,
		reason: "training takes 1 to 1e18 tokens", remedy: "type a number such as 1.4e12"},
		func(s *Spec) *optional { return &s.Training.DecoderTokens.optional }},
	{numberField{key: "tra", path: "training.trainable", label: "Trained parameters", max: 1e16, step: 1, scale: 1,
		reason: "0 to 1e16 parameters are trained", remedy: "type the number of trained parameters, such as 4e6"},
		func(s *Spec) *optional { return &s.Training.Trainable.optional }},
	{numberField{key: "tea", path: "training.teacher_params", label: "Parameters of the teacher (distillation)", min: 1, max: 1e16, step: 1, scale: 1, log: true,
		reason: "a model has 1 to 1e16 parameters", remedy: "type a number such as 7e9"},
		func(s *Spec) *optional { return &s.Training.TeacherParams.optional }},
	{numberField{key: "lay", path: "training.layers", label: "Layers", min: 1, max: 1e5, step: 1, scale: 1, whole: true,
		reason: "a model has a whole number of layers, 1 to 100,000", remedy: "type the number of layers, such as 32"},
		func(s *Spec) *optional { return &s.Training.Layers.optional }},
	{numberField{key: "wid", path: "training.width", label: "Hidden size", min: 1, max: 1e7, step: 1, scale: 1, whole: true,
		reason: "the hidden size is a whole number, 1 to 10,000,000", remedy: "type the hidden size, such as 4096"},
		func(s *Spec) *optional { return &s.Training.Width.optional }},
	{numberField{key: "ctx", path: "training.context", label: "Tokens of one sequence", min: 1, max: 1e9, step: 1, scale: 1,
		reason: "a sequence has 1 to 1e9 tokens", remedy: "type tokens per sequence, such as 4096"},
		func(s *Spec) *optional { return &s.Training.Context.optional }},
	{numberField{key: "mfu", path: "training.mfu", label: "Model FLOP utilisation (MFU)", unit: "%", min: 0.001, max: 1, step: 1, scale: percentScale,
		reason: "utilisation is 0.001 to 1 (0.1 to 100 %)", remedy: "type a share such as 0.4; published runs reach 0.2 to 0.6"},
		func(s *Spec) *optional { return &s.Training.MFU.optional }},
	{numberField{key: "tf", path: "training.achieved_tflops", label: "Achieved speed of one device", unit: "TFLOP/s", min: 1e-6, max: 1e6, step: 1, scale: 1,
		reason: "a device reaches 1e-6 to 1e6 TFLOP/s", remedy: "type TFLOP/s of one device, such as 147"},
		func(s *Spec) *optional { return &s.Training.AchievedTFLOPS.optional }},
	{numberField{key: "sps", path: "steps.seconds_per_step", label: "Seconds of one step", unit: "s", min: 1e-9, max: 1e9, step: 0.01, scale: 1, log: true,
		reason: "a step takes 1e-9 to 1e9 seconds", remedy: "type seconds of one step, such as 0.35"},
		func(s *Spec) *optional { return &s.Steps.Seconds.optional }},
	{numberField{key: "spl", path: "steps.seconds_low", label: "Least seconds of a step", unit: "s", min: 1e-9, max: 1e9, step: 0.01, scale: 1, log: true,
		reason: "a step takes 1e-9 to 1e9 seconds", remedy: "type seconds of one step, such as 0.35"},
		func(s *Spec) *optional { return &s.Steps.Low.optional }},
	{numberField{key: "sph", path: "steps.seconds_high", label: "Most seconds of a step", unit: "s", min: 1e-9, max: 1e9, step: 0.01, scale: 1, log: true,
		reason: "a step takes 1e-9 to 1e9 seconds", remedy: "type seconds of one step, such as 0.35"},
		func(s *Spec) *optional { return &s.Steps.High.optional }},
	{numberField{key: "swu", path: "steps.warm_up", label: "Measured steps to leave out at the start", max: 100000, step: 1, scale: 1, whole: true,
		reason: "0 to 100,000 steps are left out", remedy: "type 1 to leave the first out"},
		func(s *Spec) *optional { return &s.Steps.WarmUp.optional }},
	{numberField{key: "st", path: "steps.count", label: "Steps of one run", min: 1, max: 1e15, step: 1, scale: 1, log: true, whole: true,
		reason: "a run has a whole number of steps, 1 to 1e15", remedy: "type the number of steps, such as 100000"},
		func(s *Spec) *optional { return &s.Steps.Count.optional }},
	{numberField{key: "epo", path: "steps.epochs", label: "Epochs", min: 1e-6, max: 1e9, step: 1, scale: 1,
		reason: "a run passes the data 1e-6 to 1e9 times", remedy: "type how often the data are passed, such as 3"},
		func(s *Spec) *optional { return &s.Steps.Epochs.optional }},
	{numberField{key: "sam", path: "steps.samples", label: "Samples of the training set", min: 1, max: 1e15, step: 1, scale: 1, log: true, whole: true,
		reason: "a training set has a whole number of samples, 1 to 1e15", remedy: "type the samples of the training set, such as 1281167"},
		func(s *Spec) *optional { return &s.Steps.Samples.optional }},
	{numberField{key: "bat", path: "steps.batch", label: "Samples of one step over all devices", min: 1, max: 1e12, step: 1, scale: 1, log: true,
		reason: "a step takes 1 to 1e12 samples", remedy: "type the samples of one step over all devices, such as 256"},
		func(s *Spec) *optional { return &s.Steps.Batch.optional }},
	{numberField{key: "xe", path: "red_ai.energy_kwh", label: "Energy of one example", unit: "kWh", min: 1e-18, max: 1e9, step: 1, scale: 1, log: true,
		reason: "an example takes 1e-18 to 1e9 kWh", remedy: "type kilowatt-hours of one example"},
		func(s *Spec) *optional { return &s.RedAI.Energy.optional }},
	{numberField{key: "xf", path: "red_ai.flop", label: "Work of one example", unit: "FLOP", min: 1, max: 1e30, step: 1, scale: 1, log: true,
		reason: "an example is 1 to 1e30 FLOP", remedy: "type FLOP of one example, such as 1.2e10"},
		func(s *Spec) *optional { return &s.RedAI.FLOP.optional }},
	{numberField{key: "xd", path: "red_ai.dataset", label: "Examples in the data set", min: 1, max: 1e16, step: 1, scale: 1, log: true,
		reason: "a data set has 1 to 1e16 examples", remedy: "type the number of examples, such as 1281167"},
		func(s *Spec) *optional { return &s.RedAI.Dataset.optional }},
	{numberField{key: "xn", path: "red_ai.experiments", label: "Experiments over the data set", min: 1, max: 1e9, step: 1, scale: 1, log: true,
		reason: "there are 1 to 1e9 experiments", remedy: "type the number of experiments, 1 for a single run"},
		func(s *Spec) *optional { return &s.RedAI.Experiments.optional }},
	{numberField{key: "qe", path: "inference.energy_kwh", label: "Measured energy of one request", unit: "kWh", min: 1e-15, max: 1e9, step: 1, scale: 1, log: true,
		reason: "a request takes 1e-15 to 1e9 kWh", remedy: "type kilowatt-hours of one request, such as 0.00024"},
		func(s *Spec) *optional { return &s.Inference.Energy.optional }},
	{numberField{key: "qj", path: "inference.joules_per_token", label: "Measured energy of one output token", unit: "J", min: 1e-9, max: 1e9, step: 1, scale: 1, log: true,
		reason: "a token takes 1e-9 to 1e9 J", remedy: "type joules of one output token, such as 0.39"},
		func(s *Spec) *optional { return &s.Inference.JoulesPerToken.optional }},
	{numberField{key: "qw", path: "inference.power_w", label: "Power of the devices that serve", unit: "W", min: 1e-3, max: 1e9, step: 1, scale: 1, log: true,
		reason: "serving draws 0.001 to 1e9 W", remedy: "type watts of all devices that serve"},
		func(s *Spec) *optional { return &s.Inference.Power.optional }},
	{numberField{key: "qs", path: "inference.seconds", label: "Latency of one batch of requests", unit: "s", min: 1e-9, max: 1e9, step: 1, scale: 1, log: true,
		reason: "a batch takes 1e-9 to 1e9 seconds", remedy: "type the latency of one batch in seconds, or tokens per second"},
		func(s *Spec) *optional { return &s.Inference.Seconds.optional }},
	{numberField{key: "qr", path: "inference.tokens_per_second", label: "Output tokens per second of the server", min: 1e-6, max: 1e12, step: 1, scale: 1, log: true,
		reason: "a server writes 1e-6 to 1e12 tokens per second", remedy: "type output tokens per second of the whole server"},
		func(s *Spec) *optional { return &s.Inference.Rate.optional }},
	{numberField{key: "qb", path: "inference.batch", label: "Requests answered at once", min: 1, max: 1e9, step: 1, scale: 1, log: true,
		reason: "1 to 1e9 requests are answered at once", remedy: "type how many requests are answered at once"},
		func(s *Spec) *optional { return &s.Inference.Batch.optional }},
	{numberField{key: "qn", path: "inference.devices", label: "Devices that answer a batch together", min: 1, max: 1e6, step: 1, scale: 1, log: true, whole: true,
		reason: "1 to 1,000,000 devices answer together", remedy: "type how many devices answer a batch together, such as 8"},
		func(s *Spec) *optional { return &s.Inference.Devices.optional }},
	{numberField{key: "qp", path: "inference.params", label: "Parameters of the model that answers", min: 1, max: 1e16, step: 1, scale: 1, log: true,
		reason: "a model has 1 to 1e16 parameters", remedy: "type a number such as 7e9, or a measured energy"},
		func(s *Spec) *optional { return &s.Inference.Params.optional }},
	{numberField{key: "qa", path: "inference.active_params", label: "Parameters that one token passes", min: 1, max: 1e16, step: 1, scale: 1, log: true,
		reason: "a token passes 1 to 1e16 parameters", remedy: "type a number such as 37e9"},
		func(s *Spec) *optional { return &s.Inference.ActiveParams.optional }},
	{numberField{key: "qin", path: "inference.prompt_tokens", label: "Tokens of one prompt", max: 1e12, step: 1, scale: 1,
		reason: "a prompt has 0 to 1e12 tokens", remedy: "type the tokens of one prompt, such as 500"},
		func(s *Spec) *optional { return &s.Inference.PromptTokens.optional }},
	{numberField{key: "qout", path: "inference.output_tokens", label: "Tokens of one answer", max: 1e12, step: 1, scale: 1,
		reason: "an answer has 0 to 1e12 tokens", remedy: "type the tokens of one answer, such as 300"},
		func(s *Spec) *optional { return &s.Inference.OutputTokens.optional }},
	{numberField{key: "qd", path: "inference.requests_per_day", label: "Requests per day", max: 1e15, step: 1, scale: 1,
		reason: "0 to 1e15 requests come in a day", remedy: "type requests per day, such as 10000"},
		func(s *Spec) *optional { return &s.Inference.RequestsPerDay.optional }},
	{numberField{key: "qdays", path: "inference.days", label: "Days of the period", unit: "days", min: 1e-6, max: 1e6, step: 1, scale: 1, log: true,
		reason: "a period has 1e-6 to 1e6 days", remedy: "type the days of the period, such as 365"},
		func(s *Spec) *optional { return &s.Inference.Days.optional }},
	{numberField{key: "qy", path: "inference.years", label: "Years in service", unit: "years", min: 1e-6, max: 1000, step: 1, scale: 1,
		reason: "a service runs 1e-6 to 1000 years", remedy: "type the years in service, such as 2"},
		func(s *Spec) *optional { return &s.Inference.Years.optional }},
	{numberField{key: "ih", path: "idle_hours", label: "Held and waiting", unit: "h", max: 1e6, step: 1, scale: 1,
		reason: "waiting time is 0 to 1,000,000 hours", remedy: "type wall-clock hours of one run in which the devices are held but do not work"},
		func(s *Spec) *optional { return &s.IdleHours.optional }},
	{numberField{key: "sh", path: "share", label: "Own share of the machine", unit: "%", min: 1e-6, max: 1, step: 1, scale: percentScale,
		reason: "your share of the machine is 0.000001 to 1 (0.0001 to 100 %)", remedy: "type 0.25 when four people share the machine that you describe"},
		func(s *Spec) *optional { return &s.Share.optional }},
	{numberField{key: "of", path: "overhead_factor", label: "Restarts and evaluation", min: 1, max: 100, step: 0.01, scale: 1,
		reason: "the overhead factor multiplies the work, so it is 1 or more", remedy: "use 1 for none; published runs needed 1.08 to 1.5 times what their reported speed says"},
		func(s *Spec) *optional { return &s.OverheadFactor.optional }},
	{numberField{key: "x", path: "runs", label: "Runs in the project", min: 1, max: maxRuns, step: 1, scale: 1, log: true,
		reason: "a project has 1 to 1e9 runs", remedy: "type 1 for a single run"},
		func(s *Spec) *optional { return &s.Runs.optional }},
	{numberField{key: "ptr", path: "project.trials", label: "Trials of the project", min: 1, max: maxTrials, step: 1, scale: 1, log: true, whole: true,
		reason: "a project has a whole number of trials, 1 to 1e9", remedy: "type the number of trials, 1 for none but the run itself"},
		func(s *Spec) *optional { return &s.Project.Trials.optional }},
	{numberField{key: "pts", path: "project.trial_share", label: "Cost of a trial beside a full run", unit: "%", min: 1e-6, max: 1, step: 1, scale: percentScale,
		reason: "a trial costs 0.000001 to 1 of a full run", remedy: "type a share such as 0.1; 1 is a full run"},
		func(s *Spec) *optional { return &s.Project.TrialShare.optional }},
	{numberField{key: "pse", path: "project.seeds", label: "Seeds of each trial", min: 1, max: 1e6, step: 1, scale: 1, whole: true,
		reason: "a trial has a whole number of seeds, 1 to 1,000,000", remedy: "type how often each trial is repeated with another seed"},
		func(s *Spec) *optional { return &s.Project.Seeds.optional }},
	{numberField{key: "pfa", path: "project.failed_share", label: "Trials that fail and are repeated", unit: "%", max: 0.99, step: 1, scale: percentScale,
		reason: "0 to 0.99 of the trials fail", remedy: "type a share such as 0.1"},
		func(s *Spec) *optional { return &s.Project.FailedShare.optional }},
	{numberField{key: "pfi", path: "project.final_runs", label: "Full runs after the trials", max: 1e6, step: 1, scale: 1, whole: true,
		reason: "a whole number of full runs follows, 0 to 1,000,000", remedy: "type the full runs after the trials"},
		func(s *Spec) *optional { return &s.Project.FinalRuns.optional }},
	{numberField{key: "pre", path: "project.retrainings_per_year", label: "Retrainings in a year", max: 1e6, step: 1, scale: 1,
		reason: "a model is trained again 0 to 1,000,000 times a year", remedy: "type how often a year the model is trained again"},
		func(s *Spec) *optional { return &s.Project.RetrainingsPerYear.optional }},
	{numberField{key: "pye", path: "project.years", label: "Years of retraining", unit: "years", max: 1000, step: 1, scale: 1,
		reason: "a model is kept up to date for 0 to 1000 years", remedy: "type the years that the model is kept up to date"},
		func(s *Spec) *optional { return &s.Project.Years.optional }},
	{numberField{key: "pue", path: "pue", label: "Building overhead (PUE)", min: 1, max: 5, step: 0.01, scale: 1,
		reason: "a building cannot use less energy than the computers in it, nor five times as much", remedy: "use 1 (at home) to 5; the survey mean is 1.56"},
		func(s *Spec) *optional { return &s.PUE.optional }},
	{numberField{key: "ci", path: "grid_g_per_kwh", label: "Grid intensity", unit: "g/kWh", max: 2000, step: 1, scale: 1,
		reason: "grid intensity is 0 to 2000 g CO2e per kWh", remedy: "type grams per kilowatt-hour, such as 57; coal is about 820, hydro 24"},
		func(s *Spec) *optional { return &s.GridIntensity.optional }},
	{numberField{key: "gy", path: "grid_year", label: "Year of the grid figure", min: 1990, max: 2100, step: 1, scale: 1, whole: true,
		reason: "the year is 1990 to 2100", remedy: "type a year such as 2022, or leave it out for the newest figure"},
		func(s *Spec) *optional { return &s.GridYear.optional }},
	{numberField{key: "t0", path: "start_hour", label: "Start, hour of the day in UTC", unit: "h", max: 24, step: 1, scale: 1,
		reason: "the hour of the day is 0 to 24", remedy: "type the hour in UTC at which the work starts, such as 22"},
		func(s *Spec) *optional { return &s.StartHour.optional }},
	{numberField{key: "mci", path: "market_g_per_kwh", label: "Intensity of the contract", unit: "g/kWh", max: 2000, step: 1, scale: 1,
		reason: "a contract's intensity is 0 to 2000 g CO2e per kWh", remedy: "type grams per kilowatt-hour; it is shown beside the answer and never subtracted"},
		func(s *Spec) *optional { return &s.MarketIntensity.optional }},
	{numberField{key: "wue", path: "wue_l_per_kwh", label: "Water on site (WUE)", unit: "L/kWh", max: 20, step: 0.1, scale: 1,
		reason: "water on site is 0 to 20 litres per kWh of the machines", remedy: "type litres, such as 0.5, the mean of the United States in 2023, or 0 for dry cooling"},
		func(s *Spec) *optional { return &s.WUE.optional }},
	{numberField{key: "ewf", path: "offsite_water_l_per_kwh", label: "Water of the power plants", unit: "L/kWh", max: 100, step: 0.1, scale: 1,
		reason: "water of power plants is 0 to 100 litres per kWh", remedy: "type litres evaporated per kilowatt-hour delivered, such as 3"},
		func(s *Spec) *optional { return &s.OffSiteWater.optional }},
	{numberField{key: "ep", path: "price_usd_per_kwh", label: "Electricity price", unit: "$/kWh", max: 10, step: 0.01, scale: 1,
		reason: "a price of electricity is 0 to 10 dollars per kWh", remedy: "type US dollars per kilowatt-hour, such as 0.12"},
		func(s *Spec) *optional { return &s.ElectricityPrice.optional }},
	{numberField{key: "dp", path: "price_usd_per_device_hour", label: "Rent of a device", unit: "$/h", max: 1e4, step: 0.1, scale: 1,
		reason: "rent is 0 to 10,000 dollars per device and hour", remedy: "type US dollars for one device and hour, such as 2"},
		func(s *Spec) *optional { return &s.DevicePrice.optional }},
	{numberField{key: "scc", path: "social_cost_usd_per_t", label: "Social cost of carbon", unit: "$/t", min: -1e4, max: 1e5, step: 10, scale: 1,
		reason: "a social cost of carbon is -10,000 to 100,000 dollars per tonne", remedy: "type US dollars per tonne of CO2, such as 190"},
		func(s *Spec) *optional { return &s.SocialCost.optional }},
	{numberField{key: "cp", path: "carbon_price_usd_per_t", label: "Carbon price (tax or trading)", unit: "$/t", max: 1e5, step: 10, scale: 1,
		reason: "a carbon price is 0 to 100,000 dollars per tonne", remedy: "type US dollars per tonne of CO2e, such as a carbon tax or the price of an emissions allowance"},
		func(s *Spec) *optional { return &s.CarbonPrice.optional }},
	{numberField{key: "emb", path: "embodied.counted", label: "Count making the hardware", max: 1, step: 1, scale: 1, whole: true,
		reason: "making the hardware is counted (1) or not (0)", remedy: "use 1 or 0"},
		func(s *Spec) *optional { return &s.Embodied.Counted.optional }},
	{numberField{key: "ekg", path: "embodied.device_kg", label: "Making one device", unit: "kg", max: 1e6, step: 1, scale: 1,
		reason: "making one device emits 0 to 1,000,000 kg", remedy: "type kilograms of CO2e, such as 164 for an H100"},
		func(s *Spec) *optional { return &s.Embodied.DeviceKg.optional }},
	{numberField{key: "ehk", path: "embodied.host_kg", label: "Making one server", unit: "kg", max: 1e6, step: 10, scale: 1,
		reason: "making one server emits 0 to 1,000,000 kg", remedy: "type kilograms of CO2e of a server without its accelerators, such as 2500"},
		func(s *Spec) *optional { return &s.Embodied.HostKg.optional }},
	{numberField{key: "eph", path: "embodied.devices_per_host", label: "Devices in one server", min: 1, max: 1024, step: 1, scale: 1,
		reason: "a server holds 1 to 1024 devices", remedy: "type how many accelerators share one server, such as 8"},
		func(s *Spec) *optional { return &s.Embodied.PerHost.optional }},
	{numberField{key: "life", path: "embodied.lifetime_years", label: "Life of the hardware", unit: "years", min: 0.1, max: 50, step: 0.5, scale: 1,
		reason: "hardware serves 0.1 to 50 years", remedy: "type years, such as 4"},
		func(s *Spec) *optional { return &s.Embodied.Lifetime.optional }},
	{numberField{key: "util", path: "embodied.utilisation", label: "Share of its life in use", unit: "%", min: 0.001, max: 1, step: 1, scale: percentScale,
		reason: "the share of its life that hardware works is 0.001 to 1 (0.1 to 100 %)", remedy: "type 0.5 for hardware that works half of the time"},
		func(s *Spec) *optional { return &s.Embodied.Utilisation.optional }},
}

var deviceFields = [...]deviceField{
	{numberField{key: "n", path: "count", label: "Devices", min: 1, max: 1e6, step: 1, scale: 1, log: true, whole: true,
		reason: "the count is a whole number from 1 to 1,000,000", remedy: "type how many of this device work at once"},
		"cn", func(d *Device) *optional { return &d.Count.optional }},
	{numberField{key: "w", path: "tdp_w", label: "Rated power", unit: "W", min: 0.001, max: 1e5, step: 1, scale: 1,
		reason: "rated power is 0.001 to 100,000 W", remedy: "type the watts of one device, such as 400"},
		"cw", func(d *Device) *optional { return &d.Rated.optional }},
	{numberField{key: "pw", path: "power_w", label: "Measured power", unit: "W", max: 1e5, step: 1, scale: 1,
		reason: "measured power is 0 to 100,000 W", remedy: "type the mean watts of one device"},
		"cpw", func(d *Device) *optional { return &d.Power.optional }},
	{numberField{key: "u", path: "load", label: "Average load", unit: "%", max: 1.2, step: 1, scale: percentScale,
		reason: "load is 0 to 1.2 of rated power (0 to 120 %)", remedy: "type the mean power as a share of the rated power, such as 0.8; boards exceed 1 only briefly"},
		"cu", func(d *Device) *optional { return &d.Load.optional }},
	{numberField{key: "ut", path: "utilisation", label: "Utilisation of the CPU", unit: "%", max: 1, step: 1, scale: percentScale,
		reason: "utilisation is 0 to 1 (0 to 100 %)", remedy: "type the busy time of all threads as a share, such as 0.3"},
		"cut", func(d *Device) *optional { return &d.Busy.optional }},
	{numberField{key: "cap", path: "cap_w", label: "Power limit", unit: "W", max: 1e5, step: 1, scale: 1, above: true,
		reason: "a power limit is more than 0 and at most 100,000 W", remedy: "type the limit that is set on one device, such as 250"},
		"ccap", func(d *Device) *optional { return &d.Cap.optional }},
	{numberField{key: "iw", path: "idle_w", label: "Power while waiting", unit: "W", max: 1e5, step: 1, scale: 1,
		reason: "power while waiting is 0 to 100,000 W", remedy: "type the watts of one device that waits, such as 50"},
		"ciw", func(d *Device) *optional { return &d.Idle.optional }},
}

// textField is a field of the scenario that holds a word.
type textField struct {
	key     string   // name in a link
	path    string   // name in the scenario JSON
	label   string   // words beside the control
	choices []string // the words allowed; nil where the catalog decides, or any text goes
	at      func(*Spec) *string
}

var textFields = [...]textField{
	{"name", "name", "Name", nil, func(s *Spec) *string { return &s.Name }},
	{"job", "workload", "Kind of work", nil, func(s *Spec) *string { return &s.Workload }},
	{"arch", "training.architecture", "Architecture", []string{Decoder, Encoder, EncoderDecoder}, func(s *Spec) *string { return &s.Training.Architecture }},
	{"met", "training.method", "Method", []string{FullTraining, FineTuning, LoRA, FrozenBackbone}, func(s *Spec) *string { return &s.Training.Method }},
	{"pp", "project.preset", "Published project", []string{projectPresets[0].ID, projectPresets[1].ID, projectPresets[2].ID}, func(s *Spec) *string { return &s.Project.Preset }},
	{"tt", "training.type", "Type of training, for a model card", []string{PreTraining, ContinuedPreTraining, TypeFineTuning, Reinforcement, Distillation}, func(s *Spec) *string { return &s.Training.Type }},
	{"rec", "training.recompute", "Activations computed again", []string{NoRecompute, SelectiveRecompute, FullRecompute}, func(s *Spec) *string { return &s.Training.Recompute }},
	{"prec", "training.precision", "Number format", precisions[:], func(s *Spec) *string { return &s.Training.Precision }},
	{"qprec", "inference.precision", "Number format of the model that answers", precisions[:], func(s *Spec) *string { return &s.Inference.Precision }},
	{"site", "site", "Kind of building", nil, func(s *Spec) *string { return &s.Site }},
	{"r", "region", "Where it runs", nil, func(s *Spec) *string { return &s.Region }},
	{"basis", "grid_basis", "Basis of the grid figure", []string{Lifecycle, Direct, MarginalBasis}, func(s *Spec) *string { return &s.GridBasis }},
}

// partsField is a field of the scenario that holds shares of a whole: "coal:40,hydro:60" in a link, an object in JSON.
type partsField struct {
	key, path, label string
	remedy           string
	at               func(*Spec) *[]Part
}

var partsFields = [...]partsField{
	{"mix", "grid_mix", "Mix of fuels", `write shares by fuel, such as {"coal": 40, "hydro": 60} or coal:40,hydro:60`, func(s *Spec) *[]Part { return &s.GridMix }},
	{"puec", "pue_components", "Where the building's energy goes", `write shares by use, such as {"cooling": 50, "servers": 50} or cooling:50,servers:50`, func(s *Spec) *[]Part { return &s.PUEComponents }},
}

// accepts reports whether a value is inside the field's limits. NaN is not.
func (f *numberField) accepts(v float64) bool {
	return v >= f.min && v <= f.max && !(f.above && v == f.min) && !(f.whole && v != float64(int64(v)))
}

// seriesField is a field of the scenario that holds numbers in order: "0.31,0.3,0.32" in a link, an array in JSON.
type seriesField struct {
	key, path, label string
	remedy           string
	at               func(*Spec) *[]float64
	day              bool // 24 numbers, one for each hour; "22-6:0.08,6-22:0.2" says the same in spans of hours
}

const tariffPath = "tariff_usd_per_kwh"

var seriesFields = [...]seriesField{
	{"sm", "steps.measured", "Seconds of measured steps, in order", "write seconds in order, such as [0.31, 0.3, 0.32] or 0.31,0.3,0.32", func(s *Spec) *[]float64 { return &s.Steps.Measured }, false},
	{"pgr", "project.grid", "Values tried of each hyper-parameter", "write how many values of each are tried, such as [3, 4, 2] or 3,4,2 for 24 combinations", func(s *Spec) *[]float64 { return &s.Project.Grid }, false},
	{"tar", tariffPath, "Electricity price by hour of the day in UTC", "write 24 prices in dollars per kWh from midnight UTC on, or spans of hours such as 22-6:0.08,6-22:0.2 that cover the day once", func(s *Spec) *[]float64 { return &s.Tariff }, true},
}
