#pragma once
#include <flite/flite.h>
// The headers lack what the voices' libraries export. Each gives one voice, the same at every call.
cst_voice *register_cmu_us_slt(const char *voxdir);
cst_voice *register_cmu_us_rms(const char *voxdir);
cst_voice *register_cmu_us_awb(const char *voxdir);
cst_voice *register_cmu_us_kal(const char *voxdir);
// And the lexicon of American English, the same at every call.
cst_lexicon *cmu_lex_init(void);
