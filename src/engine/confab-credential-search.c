/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-credential-search"

#include "config.h"

#include "confab-credential-search.h"

#include <glib/gi18n-lib.h>

#include "confab-aws-profile.h"
#include "confab-key-finding.h"
#include "confab-provider-state.h"
#include "confab-secret-file.h"

/* Where what signs in is looked for: in the keyring, in this session, in the records file, in the environment, and
 * then in the files that the vendors' own tools keep. The first that is found signs in; who wants to
 * know of the others too has them looked for, and told without what they hold. */

#define DEFAULT_PROFILE "default"

typedef struct
{
  ConfabProviderType *type;             /* owned */
  ConfabSecret       *session_key;      /* owned, nullable: of this session */
  gint64              session_key_at_us;
  ConfabSecret       *file_key;         /* owned, nullable: of the records file */
  char               *profile;          /* owned: which of Amazon's profiles */
  gboolean            profile_named;    /* somebody named it, so that it has to be there */
  gboolean            profile_first;    /* the record did, so that it goes before the environment */
  gboolean            bearer;           /* keys go as a bearer's token */
  gboolean            environment;      /* the environment and other programs' files may be used */
  gboolean            locked;           /* the keyring is */
  gboolean            named_file;       /* the file that is being read is one that somebody named */
  gboolean            closed;           /* whatever is found from now on does not sign in */
  ConfabCredential   *credential;       /* owned, nullable: what was found so far */
  GPtrArray          *findings;         /* owned, nullable, of ConfabKeyFinding: when all are wanted */
  GError             *problem;          /* owned, nullable: why something is of no use */
  ConfabSecret       *aws_credentials;  /* owned, nullable: the text of the file */
  char               *path;             /* owned, nullable: of the file that is being read */
} Search;

static void
search_free (Search *self)
{
  g_clear_object (&self->type);
  g_clear_pointer (&self->session_key, confab_secret_unref);
  g_clear_pointer (&self->file_key, confab_secret_unref);
  g_clear_pointer (&self->credential, confab_credential_free);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_clear_error (&self->problem);
  g_clear_pointer (&self->aws_credentials, confab_secret_unref);
  g_free (self->profile);
  g_free (self->path);
  g_free (self);
}

static char *
dup_option (ConfabProviderRecord *record,
            ConfabProviderOption  option)
{
  return record != NULL ? confab_provider_record_dup_option (record, option) : NULL;
}

static const char *
get_variable (const char *name)
{
  const char *value = g_getenv (name);

  return value != NULL && *value != '\0' ? value : NULL;
}

static ConfabSecret *
dup_variable (const char *name)
{
  const char *value = get_variable (name);
  g_autoptr(ConfabSecret) secret = value != NULL ? confab_secret_new_trimmed (value) : NULL;

  return secret != NULL && confab_secret_get_length (secret) > 0 ? g_steal_pointer (&secret) : NULL;
}

/* The path that a variable gives, or else one below the home folder. */
static char *
find_path (const char *variable,
           const char *folder,
           const char *name)
{
  const char *path = get_variable (variable);

  if (path == NULL)
    return g_build_filename (g_get_home_dir (), folder, name, NULL);
  if (g_str_has_prefix (path, "~/"))
    return g_build_filename (g_get_home_dir (), path + 2, NULL);

  return g_strdup (path);
}

static void
note (Search          *search,
      ConfabKeySource  source,
      const char      *detail,
      gint64           created_at_us,
      gboolean         in_use)
{
  ConfabKeyFinding *finding;

  if (search->findings == NULL)
    return;

  /* First of all stands what signs in. */
  finding = confab_key_finding_new (source, detail, created_at_us, in_use);
  g_ptr_array_insert (search->findings, in_use ? 0 : -1, finding);
}

static gboolean
is_settled (const Search *search)
{
  return search->credential != NULL || search->closed;
}

static gboolean
wants_more (const Search *search)
{
  return search->findings != NULL || !is_settled (search);
}

/* Takes what was found, which signs in unless that is settled. */
static void
offer (Search           *search,
       ConfabCredential *found)
{
  const gboolean taken = !is_settled (search);

  if (confab_key_source_has_key (found->source))
    note (search, found->source, found->detail, found->created_at_us, taken);

  if (taken)
    search->credential = found;
  else
    confab_credential_free (found);
}

static void
look_for_key (Search             *search,
              const char * const *names,
              gboolean            bearer)
{
  for (guint i = 0; names != NULL && names[i] != NULL && wants_more (search); i++)
    {
      g_autoptr(ConfabSecret) secret = dup_variable (names[i]);
      ConfabCredential *credential;

      if (secret == NULL)
        continue;

      credential = confab_credential_new_text (confab_provider_type_get_credentials (search->type), secret,
                                               CONFAB_KEY_SOURCE_ENVIRONMENT, names[i]);
      credential->bearer = bearer;
      offer (search, credential);
    }
}

static void
look_for_aws_keys (Search *search)
{
  g_autoptr(ConfabSecret) id = dup_variable ("AWS_ACCESS_KEY_ID");
  g_autoptr(ConfabSecret) secret = dup_variable ("AWS_SECRET_ACCESS_KEY");
  g_autoptr(ConfabSecret) token = dup_variable ("AWS_SESSION_TOKEN");
  ConfabCredential *credential;

  if (!wants_more (search) || (id == NULL && secret == NULL))
    return;
  if (id == NULL || secret == NULL)
    {
      if (!is_settled (search) && search->problem == NULL)
        g_set_error (&search->problem, CONFAB_CREDENTIAL_ERROR, CONFAB_CREDENTIAL_ERROR_MISSING,
                     /* Translators: names of environment variables */
                     _("The environment has %s but not %s. Set both."),
                     id != NULL ? "AWS_ACCESS_KEY_ID" : "AWS_SECRET_ACCESS_KEY",
                     id != NULL ? "AWS_SECRET_ACCESS_KEY" : "AWS_ACCESS_KEY_ID");
      return;
    }

  credential = confab_credential_new (CONFAB_KEY_SOURCE_ENVIRONMENT, "AWS_ACCESS_KEY_ID");
  credential->aws_keys = confab_aws_keys_new (id, secret, token);
  offer (search, credential);
}

static void
look_in_environment (Search *search)
{
  look_for_key (search, confab_provider_type_get_env_keys (search->type), FALSE);
  look_for_key (search, confab_provider_type_get_env_bearers (search->type), TRUE);
  if (g_str_equal (confab_provider_type_get_credentials (search->type), "aws"))
    look_for_aws_keys (search);
}

static void
finish (GTask *task)
{
  Search *search = g_task_get_task_data (task);
  ConfabCredential *credential = g_steal_pointer (&search->credential);

  if (credential == NULL && search->problem == NULL &&
      !confab_provider_type_get_needs_key (search->type))
    credential = confab_credential_new (CONFAB_KEY_SOURCE_NOT_NEEDED, NULL);

  if (credential == NULL)
    {
      credential = confab_credential_new (search->locked ? CONFAB_KEY_SOURCE_LOCKED
                                                         : CONFAB_KEY_SOURCE_NONE, NULL);
      credential->error = g_steal_pointer (&search->problem);
    }
  if (search->bearer && credential->secret != NULL)
    credential->bearer = TRUE;
  credential->findings = g_steal_pointer (&search->findings);

  g_task_return_pointer (task, credential, (GDestroyNotify) confab_credential_free);
}

/* Amazon's profiles. Keys come from one when there are none elsewhere; the region that stands there
 * is of use either way. */

static void
use_profile (Search             *search,
             const ConfabSecret *config)
{
  g_autoptr(ConfabAwsProfile) profile = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *region = NULL;

  if (wants_more (search))
    {
      const gboolean settled = is_settled (search);

      profile = confab_aws_profile_new_parse (search->profile, search->aws_credentials, config, &error);
      if (profile != NULL && profile->keys != NULL)
        {
          ConfabCredential *credential = confab_credential_new (CONFAB_KEY_SOURCE_PROFILE, search->profile);

          credential->aws_keys = confab_aws_keys_ref (profile->keys);
          offer (search, credential);
        }
      else if (profile != NULL && search->profile_named)
        {
          g_set_error (&error, CONFAB_CREDENTIAL_ERROR, CONFAB_CREDENTIAL_ERROR_MISSING,
                       /* Translators: the name of a profile */
                       _("The profile “%s” in the AWS files has no access keys."), search->profile);
        }

      /* Nobody need have the profile that is looked for when none is named. */
      if (error != NULL && !settled && search->problem == NULL &&
          (search->profile_named ||
           !g_error_matches (error, CONFAB_CREDENTIAL_ERROR, CONFAB_CREDENTIAL_ERROR_MISSING)))
        search->problem = g_steal_pointer (&error);
    }

  region = confab_aws_profile_dup_region (search->profile, search->aws_credentials, config);
  if (search->credential != NULL)
    confab_credential_set_found (search->credential, CONFAB_ADDRESS_PART_REGION, region);
}

static void
aws_config_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(ConfabSecret) text = NULL;
  Search *search = g_task_get_task_data (task);

  text = confab_secret_file_load_finish (G_FILE (object), result, NULL);
  if (g_task_return_error_if_cancelled (task))
    return;

  use_profile (search, text);

  /* Who names a profile for a provider means that one or none. */
  if (search->profile_first && search->environment)
    {
      search->closed = TRUE;
      look_in_environment (search);
    }
  finish (task);
}

static void
aws_credentials_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autofree char *path = find_path ("AWS_CONFIG_FILE", ".aws", "config");
  g_autoptr(GFile) file = g_file_new_for_path (path);
  Search *search = g_task_get_task_data (task);

  search->aws_credentials = confab_secret_file_load_finish (G_FILE (object), result, NULL);
  if (g_task_return_error_if_cancelled (task))
    return;

  confab_secret_file_load_async (file, g_task_get_cancellable (task), aws_config_cb,
                                 g_object_ref (task));
}

static void
read_aws_files (GTask *task)
{
  g_autofree char *path = find_path ("AWS_SHARED_CREDENTIALS_FILE", ".aws", "credentials");
  g_autoptr(GFile) file = g_file_new_for_path (path);

  confab_secret_file_load_async (file, g_task_get_cancellable (task), aws_credentials_cb,
                                 g_object_ref (task));
}

/* Google's files: the one that is named, or the one that gcloud keeps. */

static void look_for_google_keys (GTask *task);

/* A file that somebody named is the one that is meant, whether it is of use or not. */
static void
end_google_file (GTask *task)
{
  Search *search = g_task_get_task_data (task);

  if (!search->named_file)
    {
      finish (task);
      return;
    }

  search->named_file = FALSE;
  search->closed = TRUE;
  look_for_google_keys (task);
}

static void
google_file_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(ConfabSecret) text = NULL;
  g_autoptr(ConfabGoogleAccount) account = NULL;
  g_autoptr(GError) error = NULL;
  Search *search = g_task_get_task_data (task);
  ConfabCredential *credential;

  text = confab_secret_file_load_finish (G_FILE (object), result, &error);
  if (g_task_return_error_if_cancelled (task))
    return;

  if (text == NULL)
    {
      /* That the one nobody named is not there is nothing to tell. */
      if (!is_settled (search) && search->problem == NULL &&
          !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
        g_set_error (&search->problem, CONFAB_CREDENTIAL_ERROR, CONFAB_CREDENTIAL_ERROR_MISSING,
                     /* Translators: the path of a file */
                     _("The Google credentials in “%s” cannot be read."), search->path);
      end_google_file (task);
      return;
    }

  credential = confab_credential_new (CONFAB_KEY_SOURCE_NONE, search->path);
  account = confab_google_account_new_parse (text, &credential->error);
  if (account != NULL)
    {
      credential->source =
        confab_google_account_get_kind (account) == CONFAB_GOOGLE_ACCOUNT_USER ? CONFAB_KEY_SOURCE_SIGN_IN
                                                                               : CONFAB_KEY_SOURCE_SERVICE_ACCOUNT;
      confab_credential_set_google_account (credential, account);
    }

  offer (search, credential);
  end_google_file (task);
}

static void
read_google_file (GTask *task,
                  char  *path)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);
  Search *search = g_task_get_task_data (task);

  g_free (search->path);
  search->path = path;
  confab_secret_file_load_async (file, g_task_get_cancellable (task), google_file_cb,
                                 g_object_ref (task));
}

static char *
find_google_login (void)
{
  static const char name[] = "application_default_credentials.json";
  const char *folder = get_variable ("CLOUDSDK_CONFIG");

  if (folder != NULL)
    return g_build_filename (folder, name, NULL);

  return g_build_filename (g_get_home_dir (), ".config", "gcloud", name, NULL);
}

/* Needed before its definition, for a file may come before or after. */
static void
look_for_google_keys (GTask *task)
{
  Search *search = g_task_get_task_data (task);

  look_for_key (search, confab_provider_type_get_env_keys (search->type), FALSE);
  if (wants_more (search))
    read_google_file (task, find_google_login ());
  else
    finish (task);
}

static void
look_for_google (GTask *task)
{
  Search *search = g_task_get_task_data (task);
  const char * const *names = confab_provider_type_get_env_files (search->type);

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    if (get_variable (names[i]) != NULL)
      {
        if (!is_settled (search))
          g_set_error (&search->problem, CONFAB_CREDENTIAL_ERROR, CONFAB_CREDENTIAL_ERROR_MISSING,
                       /* Translators: the name of an environment variable */
                       _("The file that %s names cannot be read."), names[i]);
        search->named_file = TRUE;
        read_google_file (task, find_path (names[i], "", ""));
        return;
      }

  look_for_google_keys (task);
}

static void
look_beside_keyring (GTask *task)
{
  Search *search = g_task_get_task_data (task);
  const char *kind = confab_provider_type_get_credentials (search->type);

  if (search->session_key != NULL && wants_more (search))
    {
      ConfabCredential *credential =
        confab_credential_new_text (kind, search->session_key, CONFAB_KEY_SOURCE_SESSION, NULL);

      credential->created_at_us = search->session_key_at_us;
      offer (search, credential);
    }
  if (search->file_key != NULL && wants_more (search))
    offer (search, confab_credential_new_text (kind, search->file_key, CONFAB_KEY_SOURCE_FILE, NULL));

  if (search->environment && !search->profile_first && !g_str_equal (kind, "google"))
    look_in_environment (search);

  if (g_str_equal (kind, "aws") && (search->environment || search->profile_first))
    read_aws_files (task);
  else if (g_str_equal (kind, "google") && search->environment && wants_more (search))
    look_for_google (task);
  else
    finish (task);
}

static void
keyring_lookup_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(ConfabSecret) secret = NULL;
  g_autoptr(GError) error = NULL;
  Search *search = g_task_get_task_data (task);
  gint64 created_at_us = 0;

  secret = confab_keyring_lookup_finish (CONFAB_KEYRING (object), result, &created_at_us, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  /* Whatever is wrong with the keyring, a key elsewhere does as well. */
  if (error != NULL && !g_error_matches (error, CONFAB_KEYRING_ERROR, CONFAB_KEYRING_ERROR_ABSENT) &&
      !g_error_matches (error, CONFAB_KEYRING_ERROR, CONFAB_KEYRING_ERROR_LOCKED))
    g_debug ("The keyring did not answer: %s", error->message);

  search->locked = g_error_matches (error, CONFAB_KEYRING_ERROR, CONFAB_KEYRING_ERROR_LOCKED);
  if (search->locked)
    note (search, CONFAB_KEY_SOURCE_LOCKED, NULL, 0, FALSE);
  if (secret != NULL)
    {
      ConfabCredential *credential =
        confab_credential_new_text (confab_provider_type_get_credentials (search->type), secret,
                                    CONFAB_KEY_SOURCE_KEYRING, NULL);

      credential->created_at_us = created_at_us;
      offer (search, credential);
    }

  look_beside_keyring (task);
}

static void
choose_profile (Search               *search,
                ConfabProviderRecord *record)
{
  g_autofree char *configured = dup_option (record, CONFAB_PROVIDER_OPTION_PROFILE);
  const char *profile = configured != NULL ? configured : get_variable ("AWS_PROFILE");

  search->profile = g_strdup (profile != NULL ? profile : DEFAULT_PROFILE);
  search->profile_named = profile != NULL;
  search->profile_first = configured != NULL;
}

/* confab_credential_search_async:
 * @keyring: the keyring
 * @session_keys: the keys of this session
 * @type: the provider's type
 * @provider_id: the provider's id
 * @secret_id: what its key is found under in the keyring
 * @record: (nullable): its record
 * @everywhere: whether to go on looking after what signs in was found, to tell of all places
 * @cancellable: (nullable): a cancellable
 * @callback: called with the answer
 * @user_data: closure
 *
 * Nobody is asked to unlock anything. What is in the environment, and what other programs keep,
 * belongs to the vendor's own address: a further record of a type that is somewhere else never
 * gets it.
 */
void
confab_credential_search_async (ConfabKeyring        *keyring,
                                ConfabSessionKeys    *session_keys,
                                ConfabProviderType   *type,
                                const char           *provider_id,
                                const char           *secret_id,
                                ConfabProviderRecord *record,
                                gboolean              everywhere,
                                GCancellable         *cancellable,
                                GAsyncReadyCallback   callback,
                                gpointer              user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autofree char *resource = NULL;
  g_autofree char *auth = NULL;
  Search *search;

  g_return_if_fail (CONFAB_IS_KEYRING (keyring));
  g_return_if_fail (CONFAB_IS_PROVIDER_TYPE (type));
  g_return_if_fail (provider_id != NULL && secret_id != NULL);

  task = g_task_new (keyring, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_credential_search_async);

  resource = dup_option (record, CONFAB_PROVIDER_OPTION_RESOURCE);
  auth = dup_option (record, CONFAB_PROVIDER_OPTION_AUTH);

  search = g_new0 (Search, 1);
  search->type = g_object_ref (type);
  if (everywhere)
    search->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_key_finding_unref);
  search->session_key = confab_session_keys_lookup (session_keys, secret_id, &search->session_key_at_us);
  search->environment = g_str_equal (provider_id, confab_provider_type_get_id (type)) ||
                        record == NULL ||
                        (confab_provider_record_get_base_url (record) == NULL && resource == NULL);
  search->bearer = g_strcmp0 (auth, "bearer") == 0;
  choose_profile (search, record);
  if (record != NULL && confab_provider_record_get_api_key (record) != NULL)
    {
      search->file_key = confab_secret_new_trimmed (confab_provider_record_get_api_key (record));
      if (confab_secret_get_length (search->file_key) == 0)
        g_clear_pointer (&search->file_key, confab_secret_unref);
    }
  g_task_set_task_data (task, search, (GDestroyNotify) search_free);

  if (!confab_provider_type_get_accepts_key (type))
    g_task_return_pointer (task, confab_credential_new (CONFAB_KEY_SOURCE_NOT_NEEDED, NULL),
                           (GDestroyNotify) confab_credential_free);
  else
    confab_keyring_lookup_async (keyring, secret_id, cancellable, keyring_lookup_cb,
                                 g_steal_pointer (&task));
}

/* confab_credential_search_finish:
 *
 * Returns: (transfer full): the credential, or why there is none; %NULL only with
 *   %G_IO_ERROR_CANCELLED
 */
ConfabCredential *
confab_credential_search_finish (ConfabKeyring  *keyring,
                                 GAsyncResult   *result,
                                 GError        **error)
{
  g_return_val_if_fail (CONFAB_IS_KEYRING (keyring), NULL);
  g_return_val_if_fail (g_task_is_valid (result, keyring), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
