-- Run once by the image of PostgreSQL, as its administrator. The portal has two roles; see docs/operations.md.
\getenv owner_password OWNER_PASSWORD
\getenv server_password SERVER_PASSWORD
CREATE ROLE portal LOGIN PASSWORD :'server_password';
CREATE ROLE portal_owner LOGIN PASSWORD :'owner_password' CREATEDB IN ROLE portal;
CREATE DATABASE portal OWNER portal_owner TEMPLATE template0
  ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8';
