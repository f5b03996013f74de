#include "csilero.h"

// Of the silero-vad 6.2.3 package, by Silero Team, under the MIT licence beside this file. In the program, so that
// there is no file to lose; its pages are read only, and shared by all that runs of it.
_Alignas(64) static const unsigned char weights[] = {
#embed "weights.f32"
};

const float *silero_weights(void) { return (const float *)weights; }

size_t silero_weights_count(void) { return sizeof weights / sizeof(float); }
