/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-cloud-address"

#include "config.h"

#include "confab-cloud-address.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "confab-base-url-private.h"

/* The addresses of clouds have parts that are a person's own: a region, a project, the name of a
 * resource. Nothing of them is guessed; what is missing is asked for. */

#define DEFAULT_LOCATION "global"

/* An address in pieces, as far as they are changed here. */
typedef struct
{
  GUri *uri;    /* owned, NULL for none */
  char *path;   /* owned, no slash at the end */
} Typed;

static void
typed_clear (Typed *self)
{
  g_clear_pointer (&self->uri, g_uri_unref);
  g_clear_pointer (&self->path, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Typed, typed_clear)

static ConfabCloudAddress *
lacks (GError     **error,
       const char  *message)
{
  g_set_error_literal (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_INCOMPLETE,
                       message);
  return NULL;
}

static ConfabCloudAddress *
refuse (GError     **error,
        const char  *message)
{
  g_set_error_literal (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_URL,
                       message);
  return NULL;
}

/* Whether a part is not there or can be right. */
static gboolean
is_fit (ConfabAddressPart   part,
        const char         *value,
        GError            **error)
{
  const char *sentence = value != NULL ? confab_address_part_explain (part, value) : NULL;

  if (sentence != NULL)
    refuse (error, sentence);

  return sentence == NULL;
}

static gboolean
matches (const char *text,
         const char *pattern)
{
  return g_regex_match_simple (pattern, text, G_REGEX_DOLLAR_ENDONLY, 0);
}

static gboolean
read_typed (Typed       *self,
            const char  *typed_url,
            GError     **error)
{
  g_autofree char *normalized = NULL;

  if (typed_url == NULL)
    return TRUE;

  /* No dialect's paths, but those of the cloud. */
  if (!(normalized = confab_base_url_normalize (typed_url, "", CONFAB_BASE_URL_TYPED, error)))
    return FALSE;

  self->uri = g_uri_parse (normalized, G_URI_FLAGS_ENCODED, error);
  if (self->uri == NULL)
    return FALSE;

  self->path = g_strdup (g_uri_get_path (self->uri));
  return TRUE;
}

static char *
join (GUri       *uri,
      const char *host,
      const char *path,
      const char *query)
{
  return g_uri_join (G_URI_FLAGS_ENCODED, g_uri_get_scheme (uri), NULL,
                     host != NULL ? host : g_uri_get_host (uri), g_uri_get_port (uri), path, query,
                     NULL);
}

/* Cuts @path where @mark begins, or behind it. */
static gboolean
cut_at (char       *path,
        const char *mark,
        gboolean    keep_mark)
{
  char *place = strstr (path, mark);

  if (place == NULL)
    return FALSE;

  place[keep_mark ? strlen (mark) : 0] = '\0';
  return TRUE;
}

static char *
find_query_field (const char *query,
                  const char *name)
{
  g_autoptr(GHashTable) fields = NULL;

  if (query == NULL || !(fields = g_uri_parse_params (query, -1, "&", G_URI_PARAMS_NONE, NULL)))
    return NULL;

  return g_strdup (g_hash_table_lookup (fields, name));
}

/* Azure. There are newer addresses, which know no version and take the deployment as the model, and
 * older ones, which have the deployment in them and need a version. */

static ConfabCloudAddress *
new_azure_deployment (GUri        *uri,
                      const char  *prefix,
                      const char  *deployment,
                      const char  *version,
                      GError     **error)
{
  ConfabCloudAddress *self;
  g_autofree char *query = NULL;
  g_autofree char *path = NULL;
  g_autofree char *models_path = NULL;
  g_autofree char *escaped = NULL;

  if (version == NULL)
    return lacks (error, _("Set the API version that Azure shows for the deployment, such as "
                           "2024-10-21."));
  if (!matches (version, "^[0-9]{4}-[0-9]{2}-[0-9]{2}(-preview)?$"))
    return refuse (error, _("The API version cannot be right. It is a date, such as 2024-10-21."));

  query = g_strconcat ("api-version=", version, NULL);
  escaped = g_uri_escape_string (deployment, "%", FALSE);
  path = g_strconcat (prefix, "/openai/deployments/", escaped, NULL);
  models_path = g_strconcat (prefix, "/openai", NULL);

  self = g_new0 (ConfabCloudAddress, 1);
  self->base_url = join (uri, NULL, path, query);
  self->models_url = join (uri, NULL, models_path, query);
  self->model = g_uri_unescape_string (deployment, NULL);

  return self;
}

static ConfabCloudAddress *
new_azure (const Typed               *typed,
           const ConfabAddressParts  *parts,
           const char                *model,
           GError                   **error)
{
  static const char deployments[] = "/openai/deployments/";
  const char *resource = confab_address_parts_get (parts, CONFAB_ADDRESS_PART_RESOURCE);
  const char *deployment = confab_address_parts_get (parts, CONFAB_ADDRESS_PART_DEPLOYMENT);
  const char *version = confab_address_parts_get (parts, CONFAB_ADDRESS_PART_API_VERSION);
  const char *query = NULL;
  g_autoptr(GUri) uri = NULL;
  g_autofree char *path = NULL;
  g_autofree char *typed_version = NULL;
  ConfabCloudAddress *self;
  char *place;

  if (typed->uri != NULL)
    {
      uri = g_uri_ref (typed->uri);
      path = g_strdup (typed->path);
      query = g_uri_get_query (uri);
      typed_version = find_query_field (query, "api-version");
    }
  else
    {
      g_autofree char *address = NULL;

      if (resource == NULL)
        return lacks (error, _("Set the name of the Azure resource, or its address as the base URL."));
      if (!is_fit (CONFAB_ADDRESS_PART_RESOURCE, resource, error))
        return NULL;
      address = g_strdup_printf ("https://%s.openai.azure.com", resource);
      uri = g_uri_parse (address, G_URI_FLAGS_ENCODED, NULL);
      path = g_strdup ("");
    }

  confab_base_url_drop_openai_ends (path);

  if ((place = strstr (path, deployments)) != NULL)
    {
      g_autofree char *prefix = g_strndup (path, place - path);
      const char *name = place + strlen (deployments);
      g_autofree char *typed_name = g_strndup (name, strcspn (name, "/"));

      return new_azure_deployment (uri, prefix, *typed_name != '\0' ? typed_name : deployment,
                                   typed_version != NULL ? typed_version : version, error);
    }

  /* An address without a path says neither; naming a dated version asks for the older ones. */
  if ((*path == '\0' || g_str_equal (path, "/openai")) && version != NULL &&
      !matches (version, "^v1$|^preview$|^latest$"))
    {
      if (deployment == NULL)
        deployment = model;
      if (deployment == NULL)
        return lacks (error, _("Set the name of the deployment in Azure."));
      return new_azure_deployment (uri, "", deployment, version, error);
    }

  if (!matches (path, "/v[0-9]+[a-z]*$"))
    {
      const gboolean models_host = g_str_has_suffix (g_uri_get_host (uri), ".models.ai.azure.com");
      char *longer = g_strconcat (path, models_host ? "/v1" :
                                        g_str_has_suffix (path, "/openai") ? "/v1" : "/openai/v1", NULL);

      g_free (path);
      path = longer;
    }

  self = g_new0 (ConfabCloudAddress, 1);
  self->base_url = join (uri, NULL, path, query);
  self->models_url = g_strdup (self->base_url);

  return self;
}

/* Amazon Bedrock. Models are listed by another host than the one that runs them. */

static char *
dup_region_of_host (const char *host)
{
  g_auto(GStrv) labels = g_strsplit (host, ".", -1);

  return g_strv_length (labels) > 2 && g_str_has_prefix (labels[0], "bedrock") &&
         confab_address_part_explain (CONFAB_ADDRESS_PART_REGION, labels[1]) == NULL ? g_strdup (labels[1]) : NULL;
}

static ConfabCloudAddress *
new_bedrock (const Typed               *typed,
             const ConfabAddressParts  *parts,
             GError                   **error)
{
  static const char runtime[] = "bedrock-runtime";
  const char *region = confab_address_parts_get (parts, CONFAB_ADDRESS_PART_REGION);
  ConfabCloudAddress *self;

  if (!is_fit (CONFAB_ADDRESS_PART_REGION, region, error))
    return NULL;

  if (typed->uri == NULL)
    {
      const char *tail;

      if (region == NULL)
        return lacks (error, _("Set the region that Bedrock is used in, such as us-east-1."));

      tail = g_str_has_prefix (region, "cn-") ? ".cn" : "";
      self = g_new0 (ConfabCloudAddress, 1);
      self->base_url = g_strdup_printf ("https://bedrock-runtime.%s.amazonaws.com%s", region, tail);
      self->models_url = g_strdup_printf ("https://bedrock.%s.amazonaws.com%s", region, tail);
    }
  else
    {
      const char *host = g_uri_get_host (typed->uri);
      g_autofree char *path = g_strdup (typed->path);
      g_autofree char *models_host = NULL;

      cut_at (path, "/model/", FALSE);
      if (g_str_has_prefix (host, runtime))
        models_host = g_strconcat ("bedrock", host + strlen (runtime), NULL);
      self = g_new0 (ConfabCloudAddress, 1);
      self->base_url = join (typed->uri, NULL, path, g_uri_get_query (typed->uri));
      self->models_url = join (typed->uri, models_host, path, g_uri_get_query (typed->uri));
      self->region = dup_region_of_host (host);
    }

  /* The host has the last word: what is signed for another region is refused there. */
  if (self->region == NULL)
    self->region = g_strdup (region);

  return self;
}

/* Google Vertex AI. Everything is below a project and a location; a key of its own has both. */

static char *
make_vertex_host (const char *location)
{
  if (g_str_equal (location, DEFAULT_LOCATION))
    return g_strdup ("aiplatform.googleapis.com");
  if (g_str_equal (location, "us") || g_str_equal (location, "eu"))
    return g_strdup_printf ("aiplatform.%s.rep.googleapis.com", location);

  return g_strdup_printf ("%s-aiplatform.googleapis.com", location);
}

static ConfabCloudAddress *
new_vertex (const Typed               *typed,
            const ConfabAddressParts  *parts,
            GError                   **error)
{
  const char *project = confab_address_parts_get (parts, CONFAB_ADDRESS_PART_PROJECT);
  const char *location = confab_address_parts_get (parts, CONFAB_ADDRESS_PART_LOCATION);
  const gboolean key_alone = confab_address_parts_get (parts, CONFAB_ADDRESS_PART_KEY_ALONE) != NULL;
  g_autofree char *prefix = NULL;
  ConfabCloudAddress *self;

  if (location == NULL)
    location = DEFAULT_LOCATION;
  if (!is_fit (CONFAB_ADDRESS_PART_LOCATION, location, error) ||
      !is_fit (CONFAB_ADDRESS_PART_PROJECT, project, error))
    return NULL;

  if (typed->uri != NULL)
    {
      g_autofree char *path = g_strdup (typed->path);

      cut_at (path, "/publishers", FALSE);
      if (!matches (path, "/v[0-9]+[a-z0-9]*(/projects/[^/]+/locations/[^/]+)?$"))
        {
          char *longer = g_strconcat (path, "/v1", NULL);

          g_free (path);
          path = longer;
        }
      prefix = join (typed->uri, NULL, path, NULL);
    }
  else
    {
      g_autofree char *host = make_vertex_host (key_alone ? DEFAULT_LOCATION : location);

      prefix = g_strdup_printf ("https://%s/v1", host);
    }

  self = g_new0 (ConfabCloudAddress, 1);
  if (key_alone || strstr (prefix, "/projects/") != NULL)
    self->base_url = g_steal_pointer (&prefix);
  else if (project != NULL)
    self->base_url = g_strdup_printf ("%s/projects/%s/locations/%s", prefix, project, location);

  if (self->base_url == NULL)
    {
      confab_cloud_address_free (self);
      return lacks (error, _("Set the project in Google Cloud that Vertex AI is used in."));
    }

  self->models_url = g_strdup (self->base_url);
  return self;
}

/**
 * confab_cloud_address_new:
 * @platform: `azure`, `bedrock` or `vertex`
 * @typed_url: (nullable): an address that a person or the environment gave
 * @parts: what else is known
 * @model: (nullable): the model in use
 * @error: return location; %CONFAB_PROVIDER_POLICY_ERROR_INCOMPLETE when something has to be set
 *   first, %CONFAB_PROVIDER_POLICY_ERROR_BAD_URL when something is wrong; with a translated
 *   sentence for the person
 *
 * Makes the addresses of a cloud as its vendor documents them.
 *
 * Returns: (transfer full): the address
 */
ConfabCloudAddress *
confab_cloud_address_new (const char                *platform,
                          const char                *typed_url,
                          const ConfabAddressParts  *parts,
                          const char                *model,
                          GError                   **error)
{
  g_auto(Typed) typed = { NULL, NULL };

  g_return_val_if_fail (platform != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!read_typed (&typed, typed_url, error))
    return NULL;

  if (g_str_equal (platform, "azure"))
    return new_azure (&typed, parts, model, error);
  if (g_str_equal (platform, "bedrock"))
    return new_bedrock (&typed, parts, error);
  if (g_str_equal (platform, "vertex"))
    return new_vertex (&typed, parts, error);

  g_return_val_if_reached (NULL);
}

/**
 * confab_cloud_address_free:
 * @self: (transfer full) (nullable): an address
 *
 * Gives it up.
 */
void
confab_cloud_address_free (ConfabCloudAddress *self)
{
  if (self == NULL)
    return;

  g_free (self->base_url);
  g_free (self->models_url);
  g_free (self->region);
  g_free (self->model);
  g_free (self);
}
