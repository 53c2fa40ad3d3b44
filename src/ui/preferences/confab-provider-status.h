/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-provider.h"

G_BEGIN_DECLS

/**
 * ConfabProviderStatus:
 * @icon_name: a symbolic icon
 * @css_class: (nullable): `success`, `warning`, `error` or `dim-label`
 * @text: a word or two; empty when there is nothing to say
 *
 * What the pill on a provider's card shows: never a colour alone.
 */
typedef struct
{
  const char *icon_name;  /* static */
  const char *css_class;  /* static, nullable */
  char       *text;       /* owned */
} ConfabProviderStatus;

void  confab_provider_status_init      (ConfabProviderStatus *status,
                                        ConfabProvider       *provider,
                                        gint64                now_us);
void  confab_provider_status_clear     (ConfabProviderStatus *status);
char *confab_provider_status_dup_note  (ConfabProvider       *provider) G_GNUC_WARN_UNUSED_RESULT;
char *confab_provider_status_dup_check (ConfabProvider       *provider) G_GNUC_WARN_UNUSED_RESULT;
char *confab_provider_status_dup_key   (ConfabProvider       *provider,
                                        gboolean              fresh,
                                        gint64                now_us) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ConfabProviderStatus, confab_provider_status_clear)

G_END_DECLS
