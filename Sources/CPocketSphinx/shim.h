#pragma once
#include <pocketsphinx/pocketsphinx.h>
#include <sphinxbase/err.h>
#include <sphinxbase/fe.h>
#include <sphinxbase/feat.h>
#include <sphinxbase/ngram_model.h>
#include <math.h>
#include <unistd.h>
// <sys/mman.h> has it for those who ask for GNU's extensions.
int memfd_create(const char *name, unsigned int flags);
