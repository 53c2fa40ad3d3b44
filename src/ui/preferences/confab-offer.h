/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-provider.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_OFFER (confab_offer_get_type ())
G_DECLARE_FINAL_TYPE (ConfabOffer, confab_offer, CONFAB, OFFER, GtkFlowBoxChild)

GtkWidget      *confab_offer_new          (ConfabProvider *provider) G_GNUC_WARN_UNUSED_RESULT;
ConfabProvider *confab_offer_get_provider (ConfabOffer    *self);

G_END_DECLS
