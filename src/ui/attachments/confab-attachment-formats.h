/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

gboolean     confab_attachment_formats_have_files        (GdkContentFormats *formats);
gboolean     confab_attachment_formats_have_picture      (GdkContentFormats *formats);
gboolean     confab_attachment_formats_have_text         (GdkContentFormats *formats);
const char **confab_attachment_formats_get_picture_types (void);

G_END_DECLS
