/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

extern const char bench_part[];

double bench_get_cpu_ms     (void);
double bench_get_median     (double     *values,
                             guint       n);
double bench_get_percentile (double     *values,
                             guint       n,
                             guint       percent);
double bench_get_ratio      (const double *values,
                             const double *bases,
                             guint         n);
void   bench_report         (const char *name,
                             double      value,
                             const char *unit,
                             double      target);
gsize  bench_get_private_kb (void);

G_END_DECLS
