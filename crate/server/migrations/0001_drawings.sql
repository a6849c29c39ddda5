-- Drawings of many tenants, of whom the server's role sees one at a time: the one that a transaction names in
-- draftlens.tenant, and none where it names none.

create extension if not exists vector;

do $$
begin
  create role draftlens_app login nosuperuser nobypassrls nocreatedb nocreaterole;
exception
  -- Of another database of the same server, perhaps at this moment.
  when duplicate_object or unique_violation then null;
end
$$;

create table draftlens.model (
  tenant text primary key default current_setting('draftlens.tenant'),
  model jsonb not null
);

create table draftlens.page (
  tenant text not null default current_setting('draftlens.tenant'),
  -- By bytes, as every other store sorts them.
  drawing text collate "C" not null,
  page integer not null,
  sheet halfvec(256) not null,
  views halfvec(256)[] not null,
  weights real[] not null,
  facets jsonb not null,
  -- Each text of the facets with its lower-case form, which databases and programs make differently.
  texts jsonb not null,
  primary key (tenant, drawing, page)
);

-- Vectors have length 1: their inner product is their cosine.
create index page_sheet on draftlens.page using hnsw (sheet halfvec_ip_ops) with (m = 16, ef_construction = 64);
create index page_facets on draftlens.page using gin (facets jsonb_path_ops);

create table draftlens.receipt (
  tenant text not null default current_setting('draftlens.tenant'),
  key text not null,
  fingerprint bytea not null,
  effect text not null,
  at timestamptz not null default now(),
  primary key (tenant, key)
);
create index receipt_age on draftlens.receipt (tenant, at);

do $$
declare
  name text;
begin
  foreach name in array array['model', 'page', 'receipt'] loop
    execute format('alter table draftlens.%I enable row level security', name);
    execute format('alter table draftlens.%I force row level security', name);
    execute format(
      'create policy of_tenant on draftlens.%I to draftlens_app '
      'using (tenant = current_setting(''draftlens.tenant'', true)) '
      'with check (tenant = current_setting(''draftlens.tenant'', true))', name);
    execute format('grant select, insert, update, delete on draftlens.%I to draftlens_app', name);
  end loop;
end
$$;

grant usage on schema draftlens to draftlens_app;
grant select on draftlens.migration to draftlens_app;
