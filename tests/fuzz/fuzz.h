/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

/* What libFuzzer calls, and replay.c where there is no libFuzzer. */
int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);
int LLVMFuzzerInitialize   (int    *argc,
                            char ***argv);

void    fuzz_init             (void);
guint8 *fuzz_repair_checksums (const guint8 *data,
                               gsize         size);
