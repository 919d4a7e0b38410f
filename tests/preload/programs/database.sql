pragma journal_mode = memory;
create table readings (
    id integer primary key,
    place text not null,
    value real not null,
    note text not null
);
begin;
with recursive row(id) as (
    select 1 union all select id + 1 from row where id < ROWS
)
insert into readings
select id, 'place ' || (id * 7919 % 997), (id * 104729 % 100003) / 7.0,
    substr('what was read there, with a note of some length; ' || id ||
        hex(id * 2654435761) || hex(id * 40503) || hex(id * 69069), 1,
        60 + id % 60)
from row;
commit;
create index by_place on readings (place, value);
select count(*), sum(value), min(note), max(note) from readings;
select place, count(*), round(avg(value), 3) from readings
group by place order by 3 desc limit 20;
select a.place, count(*) from readings a join readings b
    on a.id = b.id + 1 and a.value > b.value
group by a.place order by 2 desc, 1 limit 20;
select group_concat(note) from (
    select note from readings where id % 1000 = 1 order by note desc);
update readings set note = note || note where id % 5 = 0;
delete from readings where id % 11 = 0;
vacuum;
select count(*), sum(length(note)) from readings;
pragma integrity_check;
