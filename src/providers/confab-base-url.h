/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-provider-policy-error.h"

G_BEGIN_DECLS

/**
 * ConfabBaseUrlContext:
 *
 * Where an address came from, which decides how much it may leave out.
 */
typedef enum
{
  CONFAB_BASE_URL_TYPED = 0,
  CONFAB_BASE_URL_OLLAMA_HOST = 1,  /* `OLLAMA_HOST` style: scheme and port may be missing */
} ConfabBaseUrlContext;

char     *confab_base_url_normalize     (const char            *text,
                                         const char            *dialect,
                                         ConfabBaseUrlContext   context,
                                         GError               **error) G_GNUC_WARN_UNUSED_RESULT;
char     *confab_base_url_join          (const char            *base_url,
                                         const char            *path) G_GNUC_WARN_UNUSED_RESULT;
char     *confab_base_url_join_root     (const char            *base_url,
                                         const char            *path) G_GNUC_WARN_UNUSED_RESULT;
gboolean  confab_base_url_is_loopback   (const char            *base_url);
gboolean  confab_base_url_is_at         (const char            *base_url,
                                         const char            *vendor_url);
gboolean  confab_base_url_has_segment   (const char            *base_url,
                                         const char            *segment);
gboolean  confab_base_url_implies_openai (const char           *text);

G_END_DECLS
