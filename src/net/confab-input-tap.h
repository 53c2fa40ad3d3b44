/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_INPUT_TAP (confab_input_tap_get_type ())
G_DECLARE_FINAL_TYPE (ConfabInputTap, confab_input_tap, CONFAB, INPUT_TAP, GFilterInputStream)

ConfabInputTap *confab_input_tap_install   (GInputStream   *body) G_GNUC_WARN_UNUSED_RESULT;
gboolean        confab_input_tap_get_ended (ConfabInputTap *self);

G_END_DECLS
