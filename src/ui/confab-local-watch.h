/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "confab-registry.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_LOCAL_WATCH (confab_local_watch_get_type ())
G_DECLARE_FINAL_TYPE (ConfabLocalWatch, confab_local_watch, CONFAB, LOCAL_WATCH, GObject)

ConfabLocalWatch *confab_local_watch_new            (GtkWidget      *widget,
                                                     ConfabRegistry *registry) G_GNUC_WARN_UNUSED_RESULT;
ConfabLocalWatch *confab_local_watch_new_for_window (GtkWindow      *window,
                                                     ConfabRegistry *registry) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
