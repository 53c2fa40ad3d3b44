/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-provider-option.h"

G_BEGIN_DECLS

/* The longest text of each kind that is taken, in bytes: the first three go along with every request, and
 * certificates are parsed on the main loop, where as many of them take some three milliseconds. */
#define CONFAB_PROVIDER_OPTION_MAX_LINE_BYTES    1024
#define CONFAB_PROVIDER_OPTION_MAX_HEADERS_BYTES (8 * 1024)
#define CONFAB_PROVIDER_OPTION_MAX_BODY_BYTES    (64 * 1024)
#define CONFAB_PROVIDER_OPTION_MAX_PEM_BYTES     (64 * 1024)

/* How many headers there may be. */
#define CONFAB_PROVIDER_OPTION_MAX_HEADERS 32

/* How deep the objects and arrays of a body may be nested: the JSON library recurses. */
#define CONFAB_PROVIDER_OPTION_MAX_BODY_DEPTH 32

/* The longest time-out. */
#define CONFAB_PROVIDER_OPTION_MAX_SECONDS (24 * 60 * 60)

/* Each takes text in valid UTF-8 that is not empty and has no white space around it. */
char *confab_provider_option_check_headers     (const char          *text,
                                                ConfabProviderType  *type,
                                                GError             **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean
      confab_provider_option_carries_key       (const char          *name,
                                                const char          *value);
char *confab_provider_option_check_body        (const char          *text,
                                                GError             **error) G_GNUC_WARN_UNUSED_RESULT;
char *confab_provider_option_check_seconds     (const char          *text,
                                                GError             **error) G_GNUC_WARN_UNUSED_RESULT;
char *confab_provider_option_check_proxy       (const char          *text,
                                                GError             **error) G_GNUC_WARN_UNUSED_RESULT;
char *confab_provider_option_check_certificate (const char          *text,
                                                GError             **error) G_GNUC_WARN_UNUSED_RESULT;
char *confab_provider_option_check_pin         (const char          *text,
                                                GError             **error) G_GNUC_WARN_UNUSED_RESULT;
char *confab_provider_option_refuse            (GError             **error,
                                                const char          *sentence) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
