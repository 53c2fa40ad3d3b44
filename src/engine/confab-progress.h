/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConfabProgressFunc:
 * @done: how much is done
 * @total: of how much, or 0 when that is not known
 * @user_data: closure
 *
 * Told now and then, in the thread of whoever began, of how far something is.
 */
typedef void (*ConfabProgressFunc) (guint64  done,
                                    guint64  total,
                                    gpointer user_data);

G_END_DECLS
