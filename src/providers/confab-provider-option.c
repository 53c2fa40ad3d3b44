/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-provider-option"

#include "config.h"

#include "confab-provider-option-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "confab-redact.h"

/* What can be set of a provider. Pure: a field may ask with every letter that is typed. */

static const struct
{
  const char               *name;     /* on disk and on the command line: never changed */
  ConfabProviderOptionKind  kind;
  const char               *title;    /* untranslated */
  const char               *example;
} options[CONFAB_N_PROVIDER_OPTIONS] = {
  [CONFAB_PROVIDER_OPTION_ORGANIZATION] = {
    "organization", CONFAB_PROVIDER_OPTION_KIND_LINE, N_("Organization"), "org-AbCd1234" },
  [CONFAB_PROVIDER_OPTION_PROJECT] = {
    "project", CONFAB_PROVIDER_OPTION_KIND_LINE, N_("Project"), "proj_AbCd1234" },
  [CONFAB_PROVIDER_OPTION_REGION] = {
    "region", CONFAB_PROVIDER_OPTION_KIND_LINE, N_("Region"), "us-east-1" },
  [CONFAB_PROVIDER_OPTION_LOCATION] = {
    "location", CONFAB_PROVIDER_OPTION_KIND_LINE, N_("Location"), "europe-west4" },
  [CONFAB_PROVIDER_OPTION_RESOURCE] = {
    "resource", CONFAB_PROVIDER_OPTION_KIND_LINE, N_("Azure resource"), "my-resource" },
  [CONFAB_PROVIDER_OPTION_DEPLOYMENT] = {
    "deployment", CONFAB_PROVIDER_OPTION_KIND_LINE, N_("Deployment"), "my-deployment" },
  [CONFAB_PROVIDER_OPTION_API_VERSION] = {
    "api_version", CONFAB_PROVIDER_OPTION_KIND_LINE, N_("API version"), "2024-10-21" },
  [CONFAB_PROVIDER_OPTION_PROFILE] = {
    "profile", CONFAB_PROVIDER_OPTION_KIND_LINE, N_("AWS profile"), "default" },
  [CONFAB_PROVIDER_OPTION_DIALECT] = {
    "dialect", CONFAB_PROVIDER_OPTION_KIND_CHOICE, N_("Wire format"), NULL },
  [CONFAB_PROVIDER_OPTION_AUTH] = {
    "auth", CONFAB_PROVIDER_OPTION_KIND_CHOICE, N_("How the key is sent"), NULL },
  [CONFAB_PROVIDER_OPTION_HEADERS] = {
    "headers", CONFAB_PROVIDER_OPTION_KIND_LINES, N_("Additional headers"), "X-Team: research" },
  [CONFAB_PROVIDER_OPTION_BODY] = {
    "body", CONFAB_PROVIDER_OPTION_KIND_JSON, N_("Additional fields"), "{ \"top_p\": 0.9 }" },
  [CONFAB_PROVIDER_OPTION_CONNECT_TIMEOUT] = {
    "timeouts.connect", CONFAB_PROVIDER_OPTION_KIND_SECONDS, N_("Seconds to connect"), "10" },
  [CONFAB_PROVIDER_OPTION_FIRST_BYTE_TIMEOUT] = {
    "timeouts.first_byte", CONFAB_PROVIDER_OPTION_KIND_SECONDS, N_("Seconds until a reply begins"), "120" },
  [CONFAB_PROVIDER_OPTION_IDLE_TIMEOUT] = {
    "timeouts.idle", CONFAB_PROVIDER_OPTION_KIND_SECONDS, N_("Seconds of silence in a reply"), "90" },
  [CONFAB_PROVIDER_OPTION_PROXY] = {
    "proxy", CONFAB_PROVIDER_OPTION_KIND_LINE, N_("Proxy"), "http://proxy.example:3128" },
  [CONFAB_PROVIDER_OPTION_CA_CERTIFICATE] = {
    "ca_certificate", CONFAB_PROVIDER_OPTION_KIND_PEM, N_("Certificate authority"), "-----BEGIN CERTIFICATE-----…" },
  [CONFAB_PROVIDER_OPTION_PINNED_CERTIFICATE] = {
    "pinned_certificate", CONFAB_PROVIDER_OPTION_KIND_LINE, N_("Certificate fingerprint (SHA-256)"),
    "5E:A3:…" },
};

static gboolean
is_platform (ConfabProviderType *type,
             const char         *platform)
{
  return g_strcmp0 (confab_provider_type_get_platform (type), platform) == 0;
}

static gboolean
is_anthropic (ConfabProviderType *type)
{
  return confab_provider_type_get_platform (type) == NULL &&
         g_str_equal (confab_provider_type_get_dialect (type), "anthropic");
}

/* Whoever passes requests on to OpenAI passes its accounts on. */
static gboolean
knows_accounts (ConfabProviderType *type)
{
  return g_str_equal (confab_provider_type_get_id (type), "openai") ||
         confab_provider_type_get_custom (type);
}

/* A key can go as a bearer's token wherever it usually goes otherwise, and is none that signs. */
static gboolean
has_other_auth (ConfabProviderType *type)
{
  const char *header = confab_provider_type_get_auth_header (type);

  return confab_provider_type_get_accepts_key (type) && header != NULL &&
         g_ascii_strcasecmp (header, "Authorization") != 0 &&
         g_str_equal (confab_provider_type_get_credentials (type), "api-key");
}

/* confab_provider_option_refuse:
 *
 * Returns: %NULL, with @error set
 */
char *
confab_provider_option_refuse (GError     **error,
                               const char  *sentence)
{
  g_set_error_literal (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_OPTION, sentence);

  return NULL;
}

/**
 * confab_provider_option_get_name:
 * @option: an option
 *
 * Returns: (transfer none): what the records file and the command line call it
 */
const char *
confab_provider_option_get_name (ConfabProviderOption option)
{
  g_return_val_if_fail (option < CONFAB_N_PROVIDER_OPTIONS, NULL);

  return options[option].name;
}

/**
 * confab_provider_option_from_name:
 * @name: what somebody calls an option
 * @option: (out): the option
 *
 * Returns: whether there is one of that name
 */
gboolean
confab_provider_option_from_name (const char           *name,
                                  ConfabProviderOption *option)
{
  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (option != NULL, FALSE);

  for (guint i = 0; i < CONFAB_N_PROVIDER_OPTIONS; i++)
    if (g_str_equal (options[i].name, name))
      {
        *option = i;
        return TRUE;
      }

  return FALSE;
}

/**
 * confab_provider_option_get_kind:
 * @option: an option
 *
 * Returns: what its text is made of
 */
ConfabProviderOptionKind
confab_provider_option_get_kind (ConfabProviderOption option)
{
  g_return_val_if_fail (option < CONFAB_N_PROVIDER_OPTIONS, CONFAB_PROVIDER_OPTION_KIND_LINE);

  return options[option].kind;
}

/**
 * confab_provider_option_get_title:
 * @option: an option
 *
 * Returns: (transfer none): what it is called for a person, translated
 */
const char *
confab_provider_option_get_title (ConfabProviderOption option)
{
  g_return_val_if_fail (option < CONFAB_N_PROVIDER_OPTIONS, NULL);

  return _(options[option].title);
}

/**
 * confab_provider_option_get_example:
 * @option: an option
 * @type: of which provider
 *
 * Returns: (transfer none) (nullable): what its text may look like
 */
const char *
confab_provider_option_get_example (ConfabProviderOption  option,
                                    ConfabProviderType   *type)
{
  g_return_val_if_fail (option < CONFAB_N_PROVIDER_OPTIONS, NULL);
  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (type), NULL);

  if (option == CONFAB_PROVIDER_OPTION_PROJECT && is_platform (type, "vertex"))
    return "my-project-123456";
  if (option == CONFAB_PROVIDER_OPTION_API_VERSION && is_anthropic (type))
    return "2023-06-01";

  return options[option].example;
}

/**
 * confab_provider_option_applies:
 * @option: an option
 * @type: of which provider, as it is at its address
 *
 * Returns: whether it means anything there
 */
gboolean
confab_provider_option_applies (ConfabProviderOption  option,
                                ConfabProviderType   *type)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (type), FALSE);

  if (g_str_equal (confab_provider_type_get_group (type), "demonstration"))
    return FALSE;

  switch (option)
    {
    case CONFAB_PROVIDER_OPTION_ORGANIZATION:
      return knows_accounts (type);

    case CONFAB_PROVIDER_OPTION_PROJECT:
      return knows_accounts (type) || is_platform (type, "vertex");

    case CONFAB_PROVIDER_OPTION_REGION:
    case CONFAB_PROVIDER_OPTION_PROFILE:
      return is_platform (type, "bedrock");

    case CONFAB_PROVIDER_OPTION_LOCATION:
      return is_platform (type, "vertex");

    case CONFAB_PROVIDER_OPTION_RESOURCE:
    case CONFAB_PROVIDER_OPTION_DEPLOYMENT:
      return is_platform (type, "azure");

    case CONFAB_PROVIDER_OPTION_API_VERSION:
      return is_platform (type, "azure") || is_anthropic (type);

    case CONFAB_PROVIDER_OPTION_DIALECT:
      return confab_provider_type_get_other_dialect (type) != NULL;

    case CONFAB_PROVIDER_OPTION_AUTH:
      return has_other_auth (type);

    case CONFAB_PROVIDER_OPTION_HEADERS:
    case CONFAB_PROVIDER_OPTION_BODY:
    case CONFAB_PROVIDER_OPTION_CONNECT_TIMEOUT:
    case CONFAB_PROVIDER_OPTION_FIRST_BYTE_TIMEOUT:
    case CONFAB_PROVIDER_OPTION_IDLE_TIMEOUT:
    case CONFAB_PROVIDER_OPTION_PROXY:
    case CONFAB_PROVIDER_OPTION_CA_CERTIFICATE:
    case CONFAB_PROVIDER_OPTION_PINNED_CERTIFICATE:
      return TRUE;

    case CONFAB_N_PROVIDER_OPTIONS:
    default:
      g_return_val_if_reached (FALSE);
    }
}

/**
 * confab_provider_option_dup_choices:
 * @option: an option of the kind %CONFAB_PROVIDER_OPTION_KIND_CHOICE
 * @type: of which provider
 *
 * Returns: (transfer full) (array zero-terminated=1): the words it may be set to; without any of them
 *   the program decides
 */
char **
confab_provider_option_dup_choices (ConfabProviderOption  option,
                                    ConfabProviderType   *type)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (type), NULL);

  if (option == CONFAB_PROVIDER_OPTION_DIALECT)
    {
      const char *one = confab_provider_type_get_dialect (type);
      const char *other = confab_provider_type_get_other_dialect (type);

      /* In an order that stays as it is whichever of them is in use. */
      if (other != NULL)
        {
          g_strv_builder_add (builder, strcmp (one, other) < 0 ? one : other);
          g_strv_builder_add (builder, strcmp (one, other) < 0 ? other : one);
        }
    }
  else if (option == CONFAB_PROVIDER_OPTION_AUTH)
    {
      g_strv_builder_add (builder, "bearer");
    }

  return g_strv_builder_end (builder);
}

static char *
check_choice (ConfabProviderOption   option,
              ConfabProviderType    *type,
              const char            *text,
              GError               **error)
{
  g_auto(GStrv) choices = confab_provider_option_dup_choices (option, type);
  g_autofree char *list = NULL;

  if (g_strv_contains ((const char * const *) choices, text))
    return g_strdup (text);

  list = g_strjoinv (", ", choices);
  g_set_error (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_OPTION,
               /* Translators: a list of words */
               _("This can be one of: %s."), list);
  return NULL;
}

/* A part of a cloud's address, or what goes into a header. */
static char *
check_line (ConfabProviderOption   option,
            ConfabProviderType    *type,
            const char            *text,
            GError               **error)
{
  static const struct { ConfabProviderOption option; ConfabAddressPart part; } parts[] = {
    { CONFAB_PROVIDER_OPTION_PROJECT, CONFAB_ADDRESS_PART_PROJECT },
    { CONFAB_PROVIDER_OPTION_REGION, CONFAB_ADDRESS_PART_REGION },
    { CONFAB_PROVIDER_OPTION_LOCATION, CONFAB_ADDRESS_PART_LOCATION },
    { CONFAB_PROVIDER_OPTION_RESOURCE, CONFAB_ADDRESS_PART_RESOURCE },
    { CONFAB_PROVIDER_OPTION_DEPLOYMENT, CONFAB_ADDRESS_PART_DEPLOYMENT },
    { CONFAB_PROVIDER_OPTION_API_VERSION, CONFAB_ADDRESS_PART_API_VERSION },
  };
  const char *sentence;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_iscntrl (g_utf8_get_char (p)) ||
        (option != CONFAB_PROVIDER_OPTION_PROFILE && g_unichar_iszerowidth (g_utf8_get_char (p))))
      return confab_provider_option_refuse (error, _("The text has an invisible character inside."));

  for (guint i = 0; confab_provider_type_get_platform (type) != NULL && i < G_N_ELEMENTS (parts); i++)
    if (parts[i].option == option)
      {
        sentence = confab_address_part_explain (parts[i].part, text);
        return sentence == NULL ? g_strdup (text) : confab_provider_option_refuse (error, sentence);
      }

  /* The names of profiles are for a file, and may have what they like. */
  if (option != CONFAB_PROVIDER_OPTION_PROFILE && !g_regex_match_simple ("^[!-~]+$", text, G_REGEX_DOLLAR_ENDONLY, 0))
    return confab_provider_option_refuse (error, _("Only plain letters, digits and signs can be sent here, without "
                                                   "a space."));

  return g_strdup (text);
}

static gsize
get_max_bytes (ConfabProviderOption option)
{
  switch (options[option].kind)
    {
    case CONFAB_PROVIDER_OPTION_KIND_LINES:
      return CONFAB_PROVIDER_OPTION_MAX_HEADERS_BYTES;
    case CONFAB_PROVIDER_OPTION_KIND_JSON:
      return CONFAB_PROVIDER_OPTION_MAX_BODY_BYTES;
    case CONFAB_PROVIDER_OPTION_KIND_PEM:
      return CONFAB_PROVIDER_OPTION_MAX_PEM_BYTES;
    case CONFAB_PROVIDER_OPTION_KIND_LINE:
    case CONFAB_PROVIDER_OPTION_KIND_CHOICE:
    case CONFAB_PROVIDER_OPTION_KIND_SECONDS:
    default:
      return CONFAB_PROVIDER_OPTION_MAX_LINE_BYTES;
    }
}

static char *
normalize (ConfabProviderOption   option,
           ConfabProviderType    *type,
           const char            *text,
           GError               **error)
{
  switch (options[option].kind)
    {
    case CONFAB_PROVIDER_OPTION_KIND_CHOICE:
      return check_choice (option, type, text, error);
    case CONFAB_PROVIDER_OPTION_KIND_LINES:
      return confab_provider_option_check_headers (text, type, error);
    case CONFAB_PROVIDER_OPTION_KIND_JSON:
      return confab_provider_option_check_body (text, error);
    case CONFAB_PROVIDER_OPTION_KIND_SECONDS:
      return confab_provider_option_check_seconds (text, error);
    case CONFAB_PROVIDER_OPTION_KIND_PEM:
      return confab_provider_option_check_certificate (text, error);
    case CONFAB_PROVIDER_OPTION_KIND_LINE:
    default:
      if (option == CONFAB_PROVIDER_OPTION_PROXY)
        return confab_provider_option_check_proxy (text, error);
      if (option == CONFAB_PROVIDER_OPTION_PINNED_CERTIFICATE)
        return confab_provider_option_check_pin (text, error);
      return check_line (option, type, text, error);
    }
}

/**
 * confab_provider_option_check:
 * @option: an option
 * @type: of which provider, as it is at its address
 * @text: (nullable): what was given
 * @normal: (out) (optional) (transfer full) (nullable): the same as it is stored; %NULL where @text has
 *   nothing but white space, which unsets the option
 * @error: return location for a %CONFAB_PROVIDER_POLICY_ERROR_BAD_OPTION with a translated sentence
 *   for the field, which never quotes @text
 *
 * Looks whether an option can be set so.
 *
 * Returns: whether it can
 */
gboolean
confab_provider_option_check (ConfabProviderOption   option,
                              ConfabProviderType    *type,
                              const char            *text,
                              char                 **normal,
                              GError               **error)
{
  g_autofree char *trimmed = NULL;
  g_autofree char *result = NULL;

  g_return_val_if_fail (option < CONFAB_N_PROVIDER_OPTIONS, FALSE);
  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (type), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (normal != NULL)
    *normal = NULL;

  trimmed = g_strstrip (g_strdup (text != NULL ? text : ""));
  if (*trimmed == '\0')
    return TRUE;

  if (!confab_provider_option_applies (option, type))
    result = confab_provider_option_refuse (error, _("This provider has no such setting."));
  else if (!g_utf8_validate (trimmed, -1, NULL))
    result = confab_provider_option_refuse (error, _("The text cannot be read."));
  else if (strlen (trimmed) > get_max_bytes (option))
    result = confab_provider_option_refuse (error, _("The text is too long."));
  else if (options[option].kind != CONFAB_PROVIDER_OPTION_KIND_PEM && confab_redact_has_key (trimmed))
    result = confab_provider_option_refuse (error, _("There is a key in the text, which would be kept in plain text. "
                                                     "Keys go into the key field."));
  else
    result = normalize (option, type, trimmed, error);

  if (result == NULL)
    return FALSE;

  if (normal != NULL)
    *normal = g_steal_pointer (&result);
  return TRUE;
}
