#pragma once
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#ifdef __APPLE__
#include <malloc/malloc.h>
#define malloc_usable_size malloc_size
#else
#include <malloc.h>
#endif

// The library exports the plain C cores of WebRTC's voice activity detector and noise suppressor, and has headers for
// its C++ class only. These are their prototypes, of webrtc/common_audio/vad/include/webrtc_vad.h and
// webrtc/modules/audio_processing/ns/include/noise_suppression.h.
typedef struct WebRtcVadInst VadInst;
VadInst *WebRtcVad_Create(void);
void WebRtcVad_Free(VadInst *);
int WebRtcVad_Init(VadInst *);
int WebRtcVad_set_mode(VadInst *, int mode);
int WebRtcVad_Process(VadInst *, int rate, const int16_t *frame, size_t count);

typedef struct NsHandleT NsHandle;
NsHandle *WebRtcNs_Create(void);
void WebRtcNs_Free(NsHandle *);
int WebRtcNs_Init(NsHandle *, uint32_t rate);
int WebRtcNs_set_policy(NsHandle *, int mode);
void WebRtcNs_Analyze(NsHandle *, const float *frame);
void WebRtcNs_Process(NsHandle *, const float *const *bands, size_t count, float *const *result);

/// A second detector in the state of the first. Its state is numbers alone, in one block, and the library has no copy. A
/// block may be larger than what was asked for, so the smaller of the two still holds all of the state.
static inline VadInst *cwebrtc_vad_copy(const VadInst *original) {
  VadInst *copy = WebRtcVad_Create();
  if (copy == NULL) return NULL;
  size_t size = malloc_usable_size((void *)original), place = malloc_usable_size(copy);
  return (VadInst *)memcpy(copy, original, place < size ? place : size);
}
