/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

AdwToast *confab_toast_new_undo (const char      *title);
void      confab_toast_show     (AdwToast        *toast,
                                 AdwToastOverlay *overlay);

G_END_DECLS
