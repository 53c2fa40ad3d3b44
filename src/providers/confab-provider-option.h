/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-provider-policy-error.h"
#include "confab-provider-type.h"

G_BEGIN_DECLS

/**
 * ConfabProviderOption:
 *
 * What can be set of a provider besides its name, its model, its address and its key. Each has a name,
 * by which the records file and the command line call it; of `timeouts.connect` the file has the
 * object `timeouts` with a member `connect`.
 */
typedef enum
{
  CONFAB_PROVIDER_OPTION_ORGANIZATION,
  CONFAB_PROVIDER_OPTION_PROJECT,
  CONFAB_PROVIDER_OPTION_REGION,
  CONFAB_PROVIDER_OPTION_LOCATION,
  CONFAB_PROVIDER_OPTION_RESOURCE,
  CONFAB_PROVIDER_OPTION_DEPLOYMENT,
  CONFAB_PROVIDER_OPTION_API_VERSION,
  CONFAB_PROVIDER_OPTION_PROFILE,
  CONFAB_PROVIDER_OPTION_DIALECT,
  CONFAB_PROVIDER_OPTION_AUTH,
  CONFAB_PROVIDER_OPTION_HEADERS,
  CONFAB_PROVIDER_OPTION_BODY,
  CONFAB_PROVIDER_OPTION_CONNECT_TIMEOUT,
  CONFAB_PROVIDER_OPTION_FIRST_BYTE_TIMEOUT,
  CONFAB_PROVIDER_OPTION_IDLE_TIMEOUT,
  CONFAB_PROVIDER_OPTION_PROXY,
  CONFAB_PROVIDER_OPTION_CA_CERTIFICATE,
  CONFAB_PROVIDER_OPTION_PINNED_CERTIFICATE,
  CONFAB_N_PROVIDER_OPTIONS
} ConfabProviderOption;

/**
 * ConfabProviderOptionKind:
 *
 * What an option's text is made of, and with it how it is asked for and stored.
 */
typedef enum
{
  CONFAB_PROVIDER_OPTION_KIND_LINE,     /* one line; a string in the file */
  CONFAB_PROVIDER_OPTION_KIND_CHOICE,   /* one of a few words; a string in the file */
  CONFAB_PROVIDER_OPTION_KIND_LINES,    /* `Name: value` in lines; an object of strings in the file */
  CONFAB_PROVIDER_OPTION_KIND_JSON,     /* a JSON object */
  CONFAB_PROVIDER_OPTION_KIND_SECONDS,  /* a number */
  CONFAB_PROVIDER_OPTION_KIND_PEM,      /* certificates in text form; a string in the file */
} ConfabProviderOptionKind;

const char               *confab_provider_option_get_name      (ConfabProviderOption   option);
gboolean                  confab_provider_option_from_name     (const char            *name,
                                                                ConfabProviderOption  *option);
ConfabProviderOptionKind  confab_provider_option_get_kind      (ConfabProviderOption   option);
const char               *confab_provider_option_get_title     (ConfabProviderOption   option);
const char               *confab_provider_option_get_example   (ConfabProviderOption   option,
                                                                ConfabProviderType    *type);
gboolean                  confab_provider_option_applies       (ConfabProviderOption   option,
                                                                ConfabProviderType    *type);
char                    **confab_provider_option_dup_choices   (ConfabProviderOption   option,
                                                                ConfabProviderType    *type) G_GNUC_WARN_UNUSED_RESULT;
gboolean                  confab_provider_option_check         (ConfabProviderOption   option,
                                                                ConfabProviderType    *type,
                                                                const char            *text,
                                                                char                 **normal,
                                                                GError               **error);
char                    **confab_provider_option_split_headers (const char            *normal) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
