/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-registry.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_PROVIDER_CARD (confab_provider_card_get_type ())
G_DECLARE_FINAL_TYPE (ConfabProviderCard, confab_provider_card, CONFAB, PROVIDER_CARD, GtkBox)

GtkWidget      *confab_provider_card_new          (ConfabRegistry     *registry,
                                                   ConfabProvider     *provider) G_GNUC_WARN_UNUSED_RESULT;
ConfabProvider *confab_provider_card_get_provider (ConfabProviderCard *self);
gboolean        confab_provider_card_get_built    (ConfabProviderCard *self);
void            confab_provider_card_open         (ConfabProviderCard *self);
void            confab_provider_card_set_movable  (ConfabProviderCard *self,
                                                   gboolean            movable);
void            confab_provider_card_tell         (ConfabProviderCard *self,
                                                   const GError       *error);

G_END_DECLS
