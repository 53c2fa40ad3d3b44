/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "peer-cloud.h"

#include <string.h>

#include "peer-aws.h"

PeerCloud
peer_cloud_find (const char *path)
{
  if (g_str_has_prefix (path, "/openai/v1/") || g_str_has_prefix (path, "/openai/deployments/") ||
      g_str_equal (path, "/openai/models"))
    return PEER_CLOUD_AZURE;
  if (g_str_has_prefix (path, "/model/") || g_str_equal (path, "/foundation-models") ||
      g_str_equal (path, "/inference-profiles"))
    return PEER_CLOUD_BEDROCK;
  if (strstr (path, "/publishers/") != NULL)
    return PEER_CLOUD_VERTEX;

  return PEER_CLOUD_NONE;
}

/* The newer addresses know no version, the older ones nothing without. */
static char *
check_azure (SoupServerMessage *message,
             const char        *api_key,
             guint             *status)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  GUri *uri = soup_server_message_get_uri (message);
  const char *key = soup_message_headers_get_one (headers, "api-key");
  const char *authorization = soup_message_headers_get_one (headers, "Authorization");
  const char *query = g_uri_get_query (uri) != NULL ? g_uri_get_query (uri) : "";
  const gboolean is_new = g_str_has_prefix (g_uri_get_path (uri), "/openai/v1/");

  *status = 401;
  if (key == NULL && authorization != NULL && g_str_has_prefix (authorization, "Bearer "))
    key = authorization + strlen ("Bearer ");
  else if (authorization != NULL)
    key = NULL;
  if (key == NULL || (api_key != NULL && !g_str_equal (key, api_key)))
    return g_strdup ("Access denied due to invalid subscription key or wrong API endpoint.");

  if (is_new && strstr (query, "api-version=") != NULL)
    {
      *status = 400;
      return g_strdup ("api-version query parameter is not allowed when using /v1 path");
    }
  if (!is_new && !g_regex_match_simple ("(^|&)api-version=20[0-9]{2}-[0-9]{2}-[0-9]{2}(-preview)?(&|$)", query, 0, 0))
    {
      *status = 404;
      return g_strdup ("Resource not found");
    }

  return NULL;
}

static char *
check_bedrock (SoupServerMessage *message,
               const char        *api_key,
               guint             *status)
{
  const char *type;
  char *problem = peer_aws_check (message, api_key, &type);

  *status = 403;
  if (problem != NULL)
    soup_message_headers_replace (soup_server_message_get_response_headers (message), "x-amzn-ErrorType", type);

  return problem;
}

/* What is wrong with where a request goes and how it signs in, or NULL. */
char *
peer_cloud_check (PeerCloud          cloud,
                  SoupServerMessage *message,
                  PeerGoogle        *google,
                  const char        *api_key,
                  guint             *status)
{
  switch (cloud)
    {
    case PEER_CLOUD_AZURE:
      return check_azure (message, api_key, status);
    case PEER_CLOUD_BEDROCK:
      return check_bedrock (message, api_key, status);
    case PEER_CLOUD_VERTEX:
      return peer_google_check (google, message, api_key, status);
    case PEER_CLOUD_NONE:
    default:
      return NULL;
    }
}
